// Finds and loads the addon; a failure names every place that was tried and the commands that mend it.
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { IoproofError, messageOf } from '../errors.js';
import { addonPlaces } from './addon-places.js';
import type { NativeBinding } from './contract.js';

function adviceFor(reason: string): string {
  if (reason.includes('GLIBC'))
    return 'This build needs a newer C library than this host has. Build it here: npm run build:native';
  return 'Build it: npm run build:native (needs g++, make and python3).';
}

/** Loads the addon. Throws IoproofError ADDON_NOT_LOADED. Only the processes of a job and of a probe may call it. */
export function loadBinding(): NativeBinding {
  const require = createRequire(import.meta.url);
  const failures: string[] = [];
  for (const path of addonPlaces()) {
    if (!existsSync(path)) {
      failures.push(`${path}: does not exist`);
      continue;
    }
    try {
      return require(path) as NativeBinding;
    } catch (error) {
      failures.push(`${path}: ${messageOf(error)}`);
    }
  }
  const reasons = failures.join('\n  ');
  throw new IoproofError('ADDON_NOT_LOADED', `the native addon could not be loaded:\n  ${reasons}`, {
    advice: adviceFor(reasons),
  });
}
