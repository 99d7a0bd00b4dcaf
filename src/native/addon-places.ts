// Where the addon lies: named by the environment, built here, or prebuilt for this platform.
import { fileURLToPath } from 'node:url';

/** Set it to load another build of the addon, for example one with sanitizers. */
const overrideVariable = 'IOPROOF_ADDON';

/** Paths in order of preference; only the first that exists is used. */
export function addonPlaces(): string[] {
  const override = process.env[overrideVariable];
  if (override !== undefined && override !== '') return [override];
  const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
  return [
    `${packageRoot}build/Release/ioproof.node`,
    `${packageRoot}prebuilds/linux-${process.arch}/ioproof.napi.glibc.node`,
  ];
}
