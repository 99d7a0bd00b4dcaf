// Tools of vendors as real processes that hang, fail, print garbage, are another version or want root, asked by adapters.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MountedFileSystem, SystemFacts } from '../../src/filesystem/adapter.js';
import { adapterOf } from '../../src/filesystem/adapters.js';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';
import { MachineAccess } from '../../src/run/access.js';
import { FakeTools, type FakeAnswer } from '../helpers/fake-tools.js';
import { mounted } from '../helpers/mounted.js';

let path = '';
beforeEach(() => {
  path = process.env.PATH ?? '';
});
afterEach(() => {
  process.env.PATH = path;
});

const access = (): MachineAccess =>
  new MachineAccess({ timeoutMs: () => 500, attributes: () => ({ missing: 'no addon here' }) });

/** Facts with these tools before all others, and how long they took in milliseconds. */
async function factsWith(
  kind: FileSystemKind,
  tools: Record<string, FakeAnswer[] | 'unexecutable'>,
  given: Partial<MountedFileSystem> = {},
): Promise<SystemFacts & { ms: number }> {
  process.env.PATH = new FakeTools(tools).path;
  const start = performance.now();
  const facts = await adapterOf(kind)?.describe?.(mounted(kind, given), access());
  if (facts === undefined) throw new Error(`${kind} has nothing to describe`);
  return { ...facts, ms: performance.now() - start };
}

const stateOf = ({ asked }: SystemFacts, start: string): string | undefined =>
  asked.find(({ what }) => what.startsWith(start))?.state;

test('a tool that hangs costs its time, and the others answer', async () => {
  const weka = [
    { args: 'version current', stdout: '4.4.2\n' },
    { args: 'status -J', stays: 'ignore-sigterm' as const },
    { args: 'fs -J', stdout: '[{"name":"train","total_budget":100,"free_total":40}]' },
    { args: 'local ps', stderr: 'error: must be run as root\n', status: 1 },
  ];
  const facts = await factsWith('wekafs', { weka }, { source: 'b1/train' });
  expect(facts).toMatchObject({ version: '4.4.2', targets: [{ name: 'train', availableBytes: 40 }] });
  expect(stateOf(facts, 'weka status')).toBe('TIMED_OUT');
  const local = facts.asked.find(({ what }) => what === 'weka local ps');
  expect(['REFUSED', 'FAILED']).toContain(local?.state);
  expect(local?.reason).toContain('must be run as root');
});

test('a tool that prints garbage or too much is told as such', async () => {
  const beegfs = [{ stdout: Uint8Array.from({ length: 300 }, (_, byte) => byte % 256) }];
  const garbage = await factsWith('beegfs', { beegfs });
  expect(garbage.targets).toEqual([]);
  expect(stateOf(garbage, 'beegfs target list')).toBe('FAILED');
  const babbling = await factsWith('daos', { daos: [{ babbles: 100 }] });
  expect(stateOf(babbling, 'daos version')).toBe('TOO_LONG');
});

test('a tool of another version, with other keys and words, tells what is still understood', async () => {
  const daos = [
    { args: 'version', stdout: 'daos version 3.0.0-rc1, libdaos v3\n' },
    { args: 'container query *', stdout: '{"response":{"pool_label":"p","new_key":[1,2]},"status":0}' },
    { args: 'pool query *', stdout: '{"response":{"label":"p","tier_stats":[{"media_type":"hbm","total":7}]}}' },
    { args: '*', stderr: 'Unknown command\n', status: 1 },
  ];
  const facts = await factsWith('daos', { daos });
  expect(facts).toMatchObject({
    version: '3.0.0-rc1',
    details: { pool: 'p' },
    targets: [{ name: 'p/hbm', totalBytes: 7, availableBytes: null }],
  });
  expect(stateOf(facts, 'daos container list-attrs')).toBe('FAILED');
});

test('a tool that may not be run is no answer', async () => {
  const facts = await factsWith('zfs', { zfs: 'unexecutable', zpool: [{ stderr: 'Permission denied', status: 1 }] });
  expect(facts.targets).toEqual([]);
  expect(facts.asked.every(({ state }) => state !== 'answered')).toBe(true);
});
