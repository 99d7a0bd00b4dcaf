// What the process of a cuFile job finds in its environment: mode, log and configuration, each in the folder of the run.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NativeJobSpec } from '../native/contract.js';

type Compat = NativeJobSpec['cufileCompat'];

/** Where cuFile looks for its configuration unless CUFILE_ENV_PATH_JSON names another place. */
const systemConfiguration = '/etc/cufile.json';
/** Tells what was decided when files are opened, and nothing of single operations, which would cost their time. */
const loggingLevel = 'INFO';
const longestName = 200;

/** What a process is started with, and where cuFile leaves its words. */
export interface CufilePlace {
  environment: NodeJS.ProcessEnv;
  logPath: string;
}

/**
 * Makes the folder, and in it a copy of the configuration in use that says the same of compatibility as the environment:
 * versions differ in what they read. `name`: that of log and copy. `outer`: the environment that is added to. Throws the
 * error of a system call where the folder cannot be written.
 */
export function prepareCufile(
  folder: string,
  name: string,
  compat: Compat,
  outer: NodeJS.ProcessEnv = process.env,
): CufilePlace {
  const base = resolve(folder, fileNameOf(name));
  mkdirSync(resolve(folder), { recursive: true });
  const logPath = `${base}.log`;
  const environment: NodeJS.ProcessEnv = {
    ...outer,
    CUFILE_LOGFILE_PATH: logPath,
    CUFILE_LOGGING_LEVEL: outer['CUFILE_LOGGING_LEVEL'] ?? loggingLevel,
    CUFILE_ALLOW_COMPAT_MODE: String(compat !== 'refuse'),
    CUFILE_FORCE_COMPAT_MODE: String(compat === 'force'),
  };
  const text = configurationOf(outer);
  if (text !== null) {
    writeFileSync(`${base}.json`, withCompat(text, compat));
    environment['CUFILE_ENV_PATH_JSON'] = `${base}.json`;
  }
  return { environment, logPath };
}

/** The name of a step as that of a file; slashes become what names of workloads and mounts do not have. */
export function fileNameOf(name: string): string {
  const plain = name.replaceAll('/', '+').replaceAll(/[^A-Za-z0-9._=,@+-]/g, '_');
  if (plain.length <= longestName) return plain;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${plain.slice(0, longestName - hash.length - 1)}-${hash}`;
}

/** Without one, cuFile has defaults of its own. */
function configurationOf(outer: NodeJS.ProcessEnv): string | null {
  try {
    return readFileSync(outer['CUFILE_ENV_PATH_JSON'] ?? systemConfiguration, 'utf8');
  } catch {
    return null;
  }
}

/** Comments, and all else, stay as they are. */
export function withCompat(text: string, compat: Compat): string {
  const values: Record<string, boolean> = {
    allow_compat_mode: compat !== 'refuse',
    force_compat_mode: compat === 'force',
  };
  const parts = /\/\/[^\n]*|\/\*[^]*?\*\/|("(?:[^"\\]|\\.)*")(\s*:\s*)(true|false)\b|"(?:[^"\\]|\\.)*"/g;
  return text.replaceAll(parts, (part, key: string | undefined, colon: string) => {
    const value = key === undefined ? undefined : values[key.slice(1, -1)];
    return value === undefined ? part : `${String(key)}${colon}${String(value)}`;
  });
}
