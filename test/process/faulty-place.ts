// Two mounts, one that fails or stalls on command and one that is sound, and commands that compare them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { StepRecord } from '../../src/result/schema.js';
import { FaultMount } from '../helpers/fault-mount.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { CommandGroup } from './command-group.js';

export const fileSize = 8 * 2 ** 20;
export const blockSize = 4096;
/** A fault from here on comes when half of the blocks have been read or written. */
export const middle = fileSize / 2;

const workload = `
name: block
kind: block
access: sequential
blockSize: ${blockSize}
size: ${fileSize}
files: 1
`;

export class FaultyPlace {
  readonly #commands: CommandGroup[] = [];

  private constructor(
    readonly mount: FaultMount,
    private readonly directory: string,
  ) {
    mkdirSync(join(directory, 'sound'));
    writeFileSync(join(directory, 'block.yaml'), workload);
  }

  /** `program` is from `buildFaultfs`. When the test is over, nothing of it is left, whatever has happened. */
  static async make(program: string): Promise<FaultyPlace> {
    const directory = temporaryDirectory();
    const place = new FaultyPlace(await FaultMount.make(program), directory);
    onTestFinished(() => place.#clear());
    return place;
  }

  /** Starts a run on the mount `faulty`, then on the mount `sound`. */
  run(settings: string[], options: string[] = []): CommandGroup {
    const mounts = [`faulty=${this.mount.path}`, `sound=${join(this.directory, 'sound')}`];
    const command = new CommandGroup(
      [
        join(this.directory, 'block.yaml'),
        ...options,
        ...mounts.flatMap((mount) => ['--mount', mount]),
        ...settings.flatMap((setting) => ['--set', setting]),
      ],
      join(this.directory, `results-${this.#commands.length}`),
    );
    this.#commands.push(command);
    return command;
  }

  /** Path of the only file that a step on the faulty mount uses. */
  file(dataset: string): string {
    return join(this.mount.path, 'ioproof-data', dataset, 'd000000', 'f000000000');
  }

  async #clear(): Promise<void> {
    // The mount first: it lets go of processes that are blocked in it.
    await this.mount.unmount();
    expect((await Promise.all(this.#commands.map((command) => command.end()))).flat()).toEqual([]);
  }
}

/** Expects a step that has gone through all blocks without an error. */
export function expectSound(step: StepRecord | undefined, kind: 'read' | 'write'): void {
  expect(step).toMatchObject({ mount: 'sound', status: 'complete', error: null, endReason: 'passes' });
  expect(step?.operations[kind]).toMatchObject({ count: fileSize / blockSize, errors: 0 });
}
