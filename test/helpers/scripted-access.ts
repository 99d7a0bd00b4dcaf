// The machine of an adapter as a table: files, directories, tools and extended attributes with the answers written down.
import type { Access, Answer, NoAnswer, ToolOptions } from '../../src/filesystem/access.js';

/** A text, a failure, or a function for what changes from one question to the next. */
export type Scripted = string | NoAnswer | (() => string | NoAnswer);

export interface Script {
  /** Path → text. */
  files?: Record<string, Scripted>;
  /** Path → names. Directories that hold a file of `files` need not be listed. */
  directories?: Record<string, string[]>;
  /** Command line → standard output. A tool of which no command is listed is not installed. */
  tools?: Record<string, Scripted>;
  /** `name of path` → value. What is set is there afterwards. */
  attributes?: Record<string, Scripted>;
}

/** For an answer that is none. */
export function noAnswer(code: NoAnswer['code'], reason = `scripted: ${code}`): NoAnswer {
  return { ok: false, code, reason };
}

export class ScriptedAccess implements Access {
  /** All that was asked: paths, command lines, `name of path`; what was set as `name of path = value`. */
  readonly asked: string[] = [];
  /** Options of the commands, in their order. */
  readonly options: ToolOptions[] = [];

  constructor(private readonly script: Script) {}

  read(path: string): Promise<Answer> {
    return this.answer(path, this.script.files?.[path], noAnswer('MISSING', `${path}: no such file`));
  }

  list(path: string): Promise<string[]> {
    const { directories = {}, files = {} } = this.script;
    const inside = [...Object.keys(files), ...Object.keys(directories)]
      .filter((name) => name.startsWith(`${path}/`))
      .map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
    return Promise.resolve([...new Set([...(directories[path] ?? []), ...inside])].sort());
  }

  run(tool: string, args: readonly string[], options: ToolOptions = {}): Promise<Answer> {
    this.options.push(options);
    const command = [tool, ...args].join(' ');
    const installed = Object.keys(this.script.tools ?? {}).some((line) => line.split(' ')[0] === tool);
    const otherwise = installed
      ? noAnswer('FAILED', `${command}: exit status 1: not in the script`)
      : noAnswer('MISSING', `${tool} is not installed, or not in PATH`);
    return this.answer(command, this.script.tools?.[command], otherwise);
  }

  xattr(path: string, name: string): Promise<Answer> {
    const what = `${name} of ${path}`;
    return this.answer(what, this.script.attributes?.[what], noAnswer('MISSING', `${what}: ENODATA`));
  }

  setXattr(path: string, name: string, value: string): Promise<Answer> {
    this.asked.push(`${name} of ${path} = ${value}`);
    this.script.attributes = { ...this.script.attributes, [`${name} of ${path}`]: value };
    return Promise.resolve({ ok: true, text: '' });
  }

  private answer(what: string, scripted: Scripted | undefined, otherwise: NoAnswer): Promise<Answer> {
    this.asked.push(what);
    const answer = typeof scripted === 'function' ? scripted() : (scripted ?? otherwise);
    return Promise.resolve(typeof answer === 'string' ? { ok: true, text: answer } : answer);
  }
}
