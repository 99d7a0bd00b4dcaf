// The configuration file that cuFile would read, and those of its keys that decide about the path.
import { messageOf } from '../errors.js';
import { readText } from './proc-file.js';

export interface CufileConfig {
  path: string;
  /** Why it cannot be read; null where it can. cuFile then takes its defaults, or refuses to start. */
  error: string | null;
  /** Whether files without a direct path go through the memory of the host; null: not said, which means true. */
  allowCompatMode: boolean | null;
  /** Whether transfers may go from device to device without nvidia-fs; null: not said, which means false. */
  pciP2pdma: boolean | null;
  /** Kinds of device that are to use it: nvme, nvmeof, raid… It needs both this and `pciP2pdma`. */
  p2pdmaDevices: string[];
}

const usualPath = '/etc/cufile.json';

/** The file named by CUFILE_ENV_PATH_JSON, else /etc/cufile.json; null where there is none. Never throws. */
export function cufileConfig(root: string, environment: NodeJS.ProcessEnv): CufileConfig | null {
  const named = environment['CUFILE_ENV_PATH_JSON'] ?? '';
  const path = named === '' ? usualPath : named;
  const text = readText(root, path);
  if (text === null) return named === '' ? null : { ...nothing(path), error: 'it cannot be read' };
  try {
    return { ...nothing(path), ...keysOf(JSON.parse(withoutComments(text))) };
  } catch (error) {
    return { ...nothing(path), error: messageOf(error) };
  }
}

function nothing(path: string): CufileConfig {
  return { path, error: null, allowCompatMode: null, pciP2pdma: null, p2pdmaDevices: [] };
}

function keysOf(document: unknown): Partial<CufileConfig> {
  const properties = section(document, 'properties');
  const devices = Object.entries(section(document, 'block'));
  return {
    allowCompatMode: flag(properties['allow_compat_mode']),
    pciP2pdma: flag(properties['use_pci_p2pdma']),
    p2pdmaDevices: devices
      .filter(([, value]) => isMap(value) && value['use_pci_p2pdma'] === true)
      .map(([name]) => name),
  };
}

/** JSON as cuFile reads it: with `//` and `/*` comments outside of strings. */
export function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*$|\/\*[^]*?\*\//gm, (part) => (part.startsWith('"') ? part : ''));
}

function section(document: unknown, name: string): Record<string, unknown> {
  const value = isMap(document) ? document[name] : undefined;
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
