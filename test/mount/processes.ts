// Runs the mount module in several real processes at once: it is compiled to plain JavaScript first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Compiles `mount` and what it imports into `directory`; returns the folder of the module. */
export function compileMountModule(directory: string): string {
  for (const folder of ['mount', 'native/contract']) mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{"type": "module"}');
  const files = [
    'errors.ts',
    'native/contract.ts',
    ...readdirSync(join(source, 'native/contract')).map((name) => join('native/contract', name)),
    ...readdirSync(join(source, 'mount')).map((name) => join('mount', name)),
  ];
  for (const file of files) {
    const { outputText } = ts.transpileModule(readFileSync(join(source, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    writeFileSync(join(directory, file.replace(/\.ts$/, '.js')), outputText);
  }
  return join(directory, 'mount');
}

/** Runs a script in `count` processes; each prints one line of JSON. Rejects with what a failing process wrote. */
export async function inProcesses<Result>(count: number, script: string): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
      let output = '';
      let errors = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const [status] = (await once(child, 'close')) as [number | null];
      if (status !== 0) throw new Error(errors);
      return JSON.parse(output) as Result;
    }),
  );
}
