// The live view on a terminal: it shows what happens, stays in its place, and leaves nothing behind but the results.
import { describe, expect, test } from 'vitest';
import { nullWorkload, Workplace } from '../helpers/cli.js';
import { PseudoTerminal, whyNoTerminal, type TerminalSize } from './pseudo-terminal.js';

const size = { columns: 100, rows: 30 };
const timed = (name: string, ...more: string[]): string => nullWorkload(name, 'interval: 100ms', ...more);
const boxes = /[╭╮╰╯│]/;
const cursorShown = '\u001b[?25h';
const cursorHidden = '\u001b[?25l';

function onTerminal(place: Workplace, args: string[], at: TerminalSize = size, environment = {}): PseudoTerminal {
  return new PseudoTerminal(args, place.directory, at, environment);
}

describe.skipIf(whyNoTerminal)(`on a terminal ${whyNoTerminal}`, () => {
  test('the view shows step, phase, share, rates and latencies while a step runs, and what is done', async () => {
    const place = new Workplace({
      'a.yaml': timed('brief', 'runtime: 300ms'),
      'b.yaml': timed('longer', 'runtime: 3s', 'queueDepth: 4'),
    });
    const terminal = onTerminal(place, ['run', 'a.yaml', 'b.yaml']);
    const lines = await terminal.shows(
      (shown) =>
        shown.some((line) => /longer\/here\/1.*measure/.test(line)) &&
        shown.some((line) => /\d%.*s of 3/.test(line)) &&
        shown.some((line) => line.includes('p99')),
    );
    const text = lines.join('\n');

    expect(lines[0]).toMatch(/^ioproof +\d{8}-\d{6}-\w{4} +step 2 of 2 +0:0\d/);
    expect(text).toMatch(/✓ brief\/here\/1 +read +\S+ \wiB\/s +\S+ IOPS +p99/);
    expect(text).toMatch(/╭─ longer\/here\/1 ─+ measure ─╮/);
    expect(text).toMatch(/│ .*\d+%.* of 3\.?0?s/);
    expect(text).toMatch(/│ read +\S+ \wiB\/s +\S+ IOPS +p50 +\S+ +p99 +\S+ +max +\S+/);
    expect(lines.at(-1)).toMatch(/\d+%.*ETA 0:0\d/);
    expect(terminal.scrolled()).toBe(0);
    expect(await terminal.ended).toBe(0);
  });

  test('at the end nothing of the view is left: only the final table, below where the command began', async () => {
    const place = new Workplace({
      'a.yaml': timed('first', 'runtime: 600ms'),
      'b.yaml': timed('second', 'runtime: 300ms'),
    });
    const terminal = onTerminal(place, ['run', 'a.yaml', 'b.yaml']);
    await terminal.shows((shown) => shown.some((line) => boxes.test(line)));
    expect(await terminal.ended).toBe(0);

    const lines = terminal.lines();
    expect(lines[0]).toMatch(/^ioproof \d+\.\d+\.\d+ +run \d{8}/);
    expect(lines.at(-1)).toMatch(/^complete: 2 of 2 steps complete; results\/.*run\.json$/);
    expect(lines.filter((line) => boxes.test(line) || line.includes('ETA'))).toEqual([]);
    expect(lines.filter((line) => line.includes('run.json'))).toHaveLength(1);
    expect(terminal.output.lastIndexOf(cursorShown)).toBeGreaterThan(terminal.output.lastIndexOf(cursorHidden));
  });

  test('Ctrl-C on the keyboard is shown, drains the step, and gives the cursor back', async () => {
    const place = new Workplace({ 'a.yaml': timed('endless', 'runtime: 60s') });
    const terminal = onTerminal(place, ['run', 'a.yaml']);
    await terminal.shows((shown) => shown.some((line) => line.includes('p99')));
    terminal.type('\u0003');

    expect(await terminal.ended).toBe(130);
    expect(terminal.output).toContain('stopping: interrupted by SIGINT');
    expect(terminal.lines().filter((line) => boxes.test(line))).toEqual([]);
    expect(terminal.lines().at(-1)).toMatch(/^INTERRUPTED: .*run\.json$/);
    expect(terminal.output.lastIndexOf(cursorShown)).toBeGreaterThan(terminal.output.lastIndexOf(cursorHidden));
    expect(place.record().steps[0]?.operations.read?.count).toBeGreaterThan(0);
  });

  test.each([
    { columns: 40, rows: 24 },
    { columns: 80, rows: 8 },
    { columns: 30, rows: 4 },
  ])('a window of $columns x $rows holds the view: nothing scrolls', async (small) => {
    const place = new Workplace({
      'a.yaml': timed('a-workload-with-a-long-name', 'runtime: 600ms', 'readPercent: 50'),
    });
    const terminal = onTerminal(place, ['run', 'a.yaml', '--json'], small);
    let frames = 0;
    await terminal.shows((shown) => {
      // The document at the end is longer than the window.
      if (shown.some((line) => line.startsWith('{'))) return true;
      expect(terminal.scrolled()).toBe(0);
      if (shown.some((line) => /\d%/.test(line))) frames += 1;
      return false;
    });
    expect(frames).toBeGreaterThan(0);
    expect(await terminal.ended).toBe(0);
  });

  test('a run that is quiet draws nothing, and its table has colours', async () => {
    const place = new Workplace({ 'a.yaml': timed('calm', 'runtime: 100ms') });
    const terminal = onTerminal(place, ['run', 'a.yaml', '--quiet'], size, { NO_COLOR: undefined });
    expect(await terminal.ended).toBe(0);
    expect(terminal.output).not.toContain(cursorHidden);
    expect(terminal.output).not.toMatch(/ETA|measure ─/);
    expect(terminal.output).toContain('\u001b[');
    expect(terminal.lines().at(-1)).toMatch(/^complete: 1 of 1/);
  });

  test('NO_COLOR takes the colours away, TERM=dumb the whole view', async () => {
    const place = new Workplace({ 'a.yaml': timed('grey', 'runtime: 100ms') });
    const grey = onTerminal(place, ['run', 'a.yaml', '--quiet', '--out', 'grey'], size, { NO_COLOR: '1' });
    expect(await grey.ended).toBe(0);
    expect(grey.output).not.toContain('\u001b');

    const dumb = onTerminal(place, ['run', 'a.yaml', '--out', 'dumb'], size, { TERM: 'dumb', NO_COLOR: undefined });
    expect(await dumb.ended).toBe(0);
    expect(dumb.output).not.toContain('\u001b');
    expect(dumb.output).toContain('0:00  [1/1] grey/here/1: start');
  });

  test('in a locale without UTF-8 every character is ASCII', async () => {
    const place = new Workplace({ 'a.yaml': timed('plain', 'runtime: 500ms') });
    const terminal = onTerminal(place, ['run', 'a.yaml'], size, { LANG: 'C', LC_ALL: 'C' });
    await terminal.shows((shown) => shown.some((line) => line.includes('plain/here/1')));
    expect(await terminal.ended).toBe(0);
    expect(terminal.output).toMatch(/^[\u0000-\u007f]*$/);
  });
});
