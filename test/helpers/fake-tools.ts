// Tools of vendors for tests that run real processes: a folder of executables for PATH that answer, fail, hang or babble.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './temporary.js';

export interface FakeAnswer {
  /** Command line without the tool; `*` stands for anything. Absent: every command line. */
  args?: string;
  stdout?: string | Uint8Array;
  stderr?: string;
  /** Exit status; absent: 0. */
  status?: number;
  /** Seconds before it answers. */
  delay?: number;
  /** It never ends by itself: `hang`; not by SIGTERM either: `ignore-sigterm`. It has a child that waits with it. */
  stays?: 'hang' | 'ignore-sigterm';
  /** MiB of zero bytes on its standard output. */
  babbles?: number;
  /** Lines of sh instead of all the above. `$state` is a folder that outlives the calls. */
  script?: string;
}

export class FakeTools {
  /** Folder of the executables. */
  readonly directory: string;

  /** Tool → its answers, the first that fits; `'unexecutable'`: a file that may not be run. Gone when the test is over. */
  constructor(tools: Record<string, FakeAnswer[] | 'unexecutable'>, directory: string = temporaryDirectory()) {
    this.directory = directory;
    for (const [tool, answers] of Object.entries(tools)) this.write(tool, answers);
  }

  /** For PATH: these tools before all others. */
  get path(): string {
    return `${this.directory}:${process.env.PATH ?? ''}`;
  }

  /** Command lines of all calls, in their order. */
  calls(): string[] {
    return this.linesOf('calls.log');
  }

  /** Ids of the children of tools that stay. */
  waiting(): number[] {
    return this.linesOf('waiting').map(Number);
  }

  private linesOf(name: string): string[] {
    const path = join(this.directory, name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  }

  private write(tool: string, answers: FakeAnswer[] | 'unexecutable'): void {
    const path = join(this.directory, tool);
    const cases = answers === 'unexecutable' ? [] : answers.map((answer, index) => this.caseOf(tool, answer, index));
    const lines = [
      '#!/bin/sh',
      'PATH=/usr/bin:/bin',
      `state='${this.directory}'`,
      `printf '%s\\n' "${tool} $*" >> "$state/calls.log"`,
      'case "$*" in',
      ...cases,
      `*) echo "${tool}: unknown command line: $*" >&2; exit 64;;`,
      'esac',
    ];
    writeFileSync(path, `${lines.join('\n')}\n`);
    chmodSync(path, answers === 'unexecutable' ? 0o644 : 0o755);
  }

  private caseOf(tool: string, answer: FakeAnswer, index: number): string {
    const pattern = (answer.args ?? '*').split('*').map(quoted).join('*');
    return `${pattern})\n${this.actionsOf(`${tool}.${index}`, answer).join('\n')}\n;;`;
  }

  private actionsOf(name: string, answer: FakeAnswer): string[] {
    const { stdout = '', stderr = '', status = 0, delay = 0, stays, babbles = 0, script } = answer;
    if (script !== undefined) return [script];
    writeFileSync(join(this.directory, `${name}.stdout`), stdout);
    writeFileSync(join(this.directory, `${name}.stderr`), stderr);
    return [
      ...(delay > 0 ? [`sleep ${delay}`] : []),
      ...(babbles > 0 ? [`head -c ${babbles}M /dev/zero`] : []),
      `cat "$state/${name}.stdout"`,
      `cat "$state/${name}.stderr" >&2`,
      ...(stays === 'ignore-sigterm' ? [`trap '' TERM`] : []),
      ...(stays === undefined ? [] : ['sleep 1000 &', 'echo $! >> "$state/waiting"', 'wait']),
      `exit ${status}`,
    ];
  }
}

function quoted(text: string): string {
  return text === '' ? '' : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
