// Every adapter against answers that nobody expects: garbage, another form, and none at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Access, Answer, NoAnswerCode } from '../../src/filesystem/access.js';
import { adapterOf } from '../../src/filesystem/adapters.js';
import type { FileSystemAdapter, SystemFacts } from '../../src/filesystem/adapter.js';
import { fileSystemKinds } from '../../src/filesystem/kinds.js';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';
import { mounted } from '../helpers/mounted.js';

const adapted = fileSystemKinds.flatMap((kind) => {
  const adapter = adapterOf(kind);
  return adapter === null ? [] : [[kind, adapter] as const];
});

/** The same answer to every question. */
const answering = (answer: Answer): Access => ({
  read: () => Promise.resolve(answer),
  list: () => Promise.resolve(answer.ok ? ['one', 'two'] : []),
  run: () => Promise.resolve(answer),
  xattr: () => Promise.resolve(answer),
  setXattr: () => Promise.resolve(answer),
});

/** Asks all that an adapter can be asked, and checks that each answer is a value of its form. */
async function exercise(kind: FileSystemKind, adapter: FileSystemAdapter, access: Access): Promise<SystemFacts | null> {
  const mount = mounted(kind);
  const facts = (await adapter.describe?.(mount, access)) ?? null;
  for (const value of Object.values(facts?.details ?? {})) {
    expect(['string', 'number', 'boolean']).toContain(typeof value);
    expect(value).not.toBeNaN();
  }
  for (const target of facts?.targets ?? []) {
    for (const count of [target.totalBytes, target.availableBytes, target.inodes, target.freeInodes]) {
      expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
    }
  }
  const layout = await adapter.layout?.read(mount.path, mount, access);
  if (layout !== undefined && !('ok' in layout)) expect(layout.by).not.toBe('');
  for (const source of (await adapter.counters?.(mount, access)) ?? []) {
    const reading = await source.read();
    if ('ok' in reading) continue;
    for (const value of [...Object.values(reading.counters), ...Object.values(reading.gauges)]) {
      expect(Number.isFinite(value)).toBe(true);
    }
  }
  return facts;
}

const forms = [
  '',
  '\0\0\0',
  '{',
  '[]',
  '{}',
  'null',
  '[1]',
  '[null]',
  '{"response":[]}',
  '{"response":{"tier_stats":[{}]}}',
];

describe.each(adapted)('%s', (kind, adapter) => {
  test.each(forms)('survives %j', async (text) => {
    await exercise(kind, adapter, answering({ ok: true, text }));
  });

  test('survives any text', async () => {
    const token = fc.oneof(fc.string(), fc.nat().map(String), fc.constantFrom('\n', ':', ' ', '[', ']', '{', '=', '%'));
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token).map((parts) => parts.join('')),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await exercise(kind, adapter, answering({ ok: true, text }));
      }),
      { numRuns: 60 },
    );
  });

  test.each<NoAnswerCode>(['MISSING', 'REFUSED', 'TIMED_OUT', 'ABANDONED', 'TOO_LONG', 'FAILED'])(
    'takes %s for an answer and passes on why',
    async (code) => {
      const facts = await exercise(kind, adapter, answering({ ok: false, code, reason: 'because' }));
      if (facts === null) return;
      expect(facts).toMatchObject({ targets: [] });
      // What follows from it, such as a socket that is not found, may be told with words of its own.
      expect(facts.asked).toContainEqual(expect.objectContaining({ state: code, reason: 'because' }));
      expect(facts.asked.map(({ state }) => state)).not.toContain('answered');
    },
  );
});
