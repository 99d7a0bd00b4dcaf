// The live view: events and a fake clock in, frames out, line by line.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { LiveView, type LiveOptions } from '../../src/report/live.js';
import type { Progress } from '../../src/run/progress.js';
import { failedStep, operation, stepRecord } from '../fixtures/records.js';
import {
  intervalEvent,
  intervalOperation,
  planEvent,
  plannedStep,
  readyEvent,
  snapshotEvent,
  startEvent,
} from './progress-events.js';

type Timed = [seconds: number, progress: Progress];

const [write, failing, read] = [
  plannedStep('sequential-write-1m/lustre/1'),
  plannedStep('sequential-write-1m/nfs/1'),
  plannedStep('random-read-4k/lustre/1'),
] as const;

function viewAfter(events: Timed[], options: Partial<LiveOptions> = {}): LiveView {
  let seconds = 0;
  const view = new LiveView({ colour: false, ...options, now: () => seconds * 1000 });
  for (const [at, progress] of events) {
    seconds = at;
    view.onProgress(progress);
  }
  return view;
}

interface Shown extends Partial<LiveOptions> {
  width?: number;
  height?: number;
  seconds?: number;
}

const frame = (events: Timed[], { width = 80, height = 24, seconds = 30, ...options }: Shown = {}) =>
  viewAfter(events, options).frame(width, height, seconds * 1000);
const lines = (...given: Parameters<typeof frame>) => frame(...given).split('\n');

const writeDone = stepRecord({
  id: write.id,
  operations: { write: operation({ perSecond: 1260, blockSize: 2 ** 20, p50us: 6120 }) },
});
const warning = { code: 'DIRECT_NOT_USED', evidence: {}, advice: '' };

const measuring: Timed[] = [
  [0, planEvent([write, failing, read, plannedStep('small-files/lustre/1', { seconds: null })])],
  [0, startEvent(write)],
  [12, { type: 'step-end', step: write, record: writeDone }],
  [12, startEvent(failing)],
  [13, { type: 'warning', step: failing, warning }],
  [14, { type: 'warning', step: failing, warning }],
  [15, { type: 'step-end', step: failing, record: failedStep({ id: failing.id, mount: 'nfs' }) }],
  [15, startEvent(read)],
  [16, readyEvent(read)],
  ...[80_000, 70_000, 40_000, 0, 10_000, 99_900].map((count, index): Timed => {
    const operations = count === 0 ? {} : { read: intervalOperation(count, 4096, 310) };
    return [17 + index, intervalEvent(read, index, operations)];
  }),
  [22.5, snapshotEvent(read, 6.5)],
];

test('shows finished steps, the current one and the whole', () => {
  expect(lines(measuring, { seconds: 23 })).toEqual([
    'ioproof  20261120-224501-ab12  step 3 of 4  0:23  1 failed',
    '',
    '✓ sequential-write-1m/lustre/1  write  1.23 GiB/s  1.26k IOPS  p99 24.5ms',
    '✗ sequential-write-1m/nfs/1     FAILED  EIO: read failed with EIO',
    '',
    '╭─ random-read-4k/lustre/1 ────────────────────────────────────────── measure ─╮',
    '│ ████████████████████████████████████▍░░░░░░░░░░░░░░░░░░░  65%  6.5s of 10.0s │',
    '│ read     390 MiB/s  99.9k IOPS  p50  310us  p99 1.24ms  max 12.4ms           │',
    '│ ▇▆▄·▁█                                                        max 99.9k IOPS │',
    '╰──────────────────────────────────────────────────────────────────────────────╯',
    '! DIRECT_NOT_USED ×2',
    '████████████████████████████████████████████████▍░░░░░░░░░░░░░░░  75%  ETA 0:04+',
  ]);
});

test('narrow terminals lose detail, never the mount of a step', () => {
  expect(lines(measuring, { width: 40, seconds: 23 })).toEqual([
    'ioproof  step 3 of 4  0:23  1 failed',
    '',
    '✓ sequen…e-1m/lustre/1  1.23 GiB/s',
    '✗ sequen…rite-1m/nfs/1  FAILED  EIO: re…',
    '',
    '╭─ random-read-4k/lustre/1 ── measure ─╮',
    '│ ██████████▍░░░░░  65%  6.5s of 10.0s │',
    '│ read     390 MiB/s  99.9k IOPS       │',
    '│ ▇▆▄·▁█                max 99.9k IOPS │',
    '╰──────────────────────────────────────╯',
    '! DIRECT_NOT_USED ×2',
    '██████████████████▏░░░░░  75%  ETA 0:04+',
  ]);
});

test('few rows keep the whole, then the current step, then the title', () => {
  const shown = (height: number) => lines(measuring, { width: 60, height, seconds: 23 });
  expect(shown(1)).toEqual(['█████████████████████████████████▎░░░░░░░░░░  75%  ETA 0:04+']);
  expect(shown(2)[0]).toBe('random-read-4k/lustre/1  measure');
  expect(shown(3)[0]).toBe('ioproof  20261120-224501-ab12  step 3 of 4  0:23  1 failed');
  expect(shown(9)[1]).toBe('… 2 earlier, 1 not complete');
});

test('the latest finished steps stay when rows are few', () => {
  const steps = [1, 2, 3, 4, 5, 6].map((repeat) => plannedStep(`random-read-4k/a/${repeat}`));
  const ends = steps.map((step): Timed => [10, { type: 'step-end', step, record: stepRecord({ id: step.id }) }]);
  expect(lines([[0, planEvent(steps)], ...ends], { width: 40, height: 5 })).toEqual([
    'ioproof  step 6 of 6  0:30',
    '… 4 earlier',
    '✓ random-read-4k/a/5  39.1 MiB/s',
    '✓ random-read-4k/a/6  39.1 MiB/s',
    '█████████████████████████ 100%  ETA 0:00',
  ]);
});

test('is never larger than the terminal', () => {
  const wide = plannedStep('随机读取-with-a-name-that-goes-on-and-on/安装点/1');
  const events: Timed[] = [
    ...measuring,
    [23, { type: 'stopping', reason: 'SIGINT: finishing what is in flight' }],
    [24, startEvent(wide)],
    [
      25,
      intervalEvent(wide, 0, {
        read: intervalOperation(1e6),
        write: intervalOperation(1e6),
        chain: intervalOperation(7),
      }),
    ],
  ];
  const tooLarge: string[] = [];
  for (let width = 20; width <= 200; width++) {
    for (const height of [1, 2, 3, 5, 6, 8, 10, 24]) {
      for (const shown of [measuring, events].map((given) => lines(given, { width, height }))) {
        if (shown.length > height) tooLarge.push(`${shown.length} lines at ${width}x${height}`);
        tooLarge.push(...shown.filter((line) => displayWidth(line) > width));
      }
    }
  }
  expect(tooLarge).toEqual([]);
});

describe('phases', () => {
  const started: Timed[] = [
    [0, planEvent([read])],
    [0, startEvent(read)],
  ];

  test('before anything happens there is an empty bar', () => {
    expect(lines([], { width: 40, seconds: 0 })).toEqual([
      'ioproof  0:00',
      '',
      '░░░░░░░░░░░░░░░░░░░░░░░░░   0%  ETA 0:00',
    ]);
  });

  test('a starting step waits for its first interval', () => {
    expect(frame(started)).toContain('waiting for the first interval');
    expect(frame(started)).toMatch(/ random-read-4k\/lustre\/1 ─+ prepare ─╮/);
  });

  test('a layout shows its bytes', () => {
    const shown = frame([...started, [1, { type: 'layout', step: read, bytesDone: 2 ** 29, bytesTotal: 2 ** 30 }]]);
    expect(shown).toContain(' 50%  512 MiB of 1.00 GiB │');
    expect(shown).toContain('writing the data set');
  });

  test('a ramp shows its time by the clock', () => {
    const step = plannedStep('random-read-4k/lustre/1', { ramp: 4 });
    const ramp = snapshotEvent(step, 0, { phase: 'ramp' });
    expect(
      frame(
        [
          [0, startEvent(step)],
          [1, ramp],
        ],
        { seconds: 2 },
      ),
    ).toContain(' 25%  1.0s of 4.0s │');
  });

  test('a stall is said', () => {
    const stalled: Timed[] = [...started, [1, snapshotEvent(read, 1)], [2, intervalEvent(read, 0, {})]];
    expect(frame(stalled)).toContain('no operation completed in the last interval');
  });

  test('errors of an interval stay visible on a narrow terminal', () => {
    const operations = { read: { ...intervalOperation(98_000), errors: 3 } };
    expect(frame([...started, [2, intervalEvent(read, 0, operations)]], { width: 40 })).toMatch(
      /│ read .* {2}3 errors +│/,
    );
  });

  test('of a chain the whole comes first, with the bytes of its reads', () => {
    const step = plannedStep('small-files/lustre/1', { seconds: null });
    const operations = {
      open: intervalOperation(9000, 0, 12),
      read: intervalOperation(9000, 16384, 87),
      chain: intervalOperation(9000, 0, 101),
    };
    const shown = lines([
      [0, startEvent(step)],
      [1, intervalEvent(step, 0, operations)],
    ]);
    expect(shown.slice(4, 7)).toEqual([
      '│ chain    141 MiB/s  9.00k chain/s  p50  101us  p99  404us  max 4.04ms        │',
      '│ read     141 MiB/s  9.00k IOPS     p50 87.0us  p99  348us  max 3.48ms        │',
      '│ open                9.00k open/s   p50 12.0us  p99 48.0us  max  480us        │',
    ]);
  });

  test('a stopping run says why and promises no end', () => {
    const shown = lines([...started, [1, { type: 'stopping', reason: 'SIGINT' }]]);
    expect(shown[0]).toMatch(/ stopping: SIGINT$/);
    expect(shown.at(-1)).toMatch(/ 0%$/);
  });

  test('a finished run has a full bar', () => {
    const shown = lines([...started, [10, { type: 'step-end', step: read, record: stepRecord({ id: read.id }) }]]);
    expect(shown[0]).toContain('step 1 of 1');
    expect(shown.at(-1)).toMatch(/^█+ 100% {2}ETA 0:00$/);
  });
});

describe('colour and characters', () => {
  test('colour adds escapes and changes nothing else', () => {
    const coloured = frame(measuring, { colour: true });
    expect(coloured).toContain('\u001b[32m✓');
    const trimmed = stripVTControlCharacters(coloured)
      .split('\n')
      .map((line) => line.trimEnd());
    expect(trimmed).toEqual(lines(measuring));
  });

  test('ASCII where the locale is not UTF-8', () => {
    const shown = lines(measuring, { unicode: false, width: 60, seconds: 23 });
    expect(shown.join('\n')).toMatch(/^[\n\x20-\x7e]*$/);
    expect(shown.slice(-7)).toEqual([
      '+- random-read-4k/lustre/1 ---------------------- measure -+',
      '| #######################.............  65%  6.5s of 10.0s |',
      '| read     390 MiB/s  99.9k IOPS  p50  310us  p99 1.24ms   |',
      '| #*=_.@                                    max 99.9k IOPS |',
      '+----------------------------------------------------------+',
      '! DIRECT_NOT_USED x2',
      '#################################...........  75%  ETA 0:04+',
    ]);
  });

  test('names cannot move the cursor', () => {
    const nasty = plannedStep('a\u001b[2J\r/b/1');
    expect(frame([[0, startEvent(nasty)]])).not.toMatch(/[\u001b\r]/);
  });
});
