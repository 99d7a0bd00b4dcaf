// Where the bundles are that the build makes: dist/assets, from dist/report and from src/report alike.
import { existsSync, readFileSync } from 'node:fs';
import { IoproofError } from '../errors.js';

type Bundle = 'report.js' | 'svg.mjs' | 'watch.js';

const folders = ['../assets/', '../../dist/assets/'];

/** The address of a bundle. Throws ASSET_MISSING. */
export function assetUrl(name: Bundle): URL {
  const found = folders.map((folder) => new URL(folder + name, import.meta.url)).find((url) => existsSync(url));
  if (found !== undefined) return found;
  throw new IoproofError('ASSET_MISSING', `A part of ioproof is not installed: dist/assets/${name} is missing.`, {
    advice: 'In a working copy run `npm run build`; otherwise install ioproof again.',
    details: { name },
  });
}

/** The text of a bundle, for a page that carries it. Throws ASSET_MISSING. */
export function readAsset(name: Exclude<Bundle, 'svg.mjs'>): string {
  return readFileSync(assetUrl(name), 'utf8');
}
