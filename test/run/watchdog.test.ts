// Deadlines on a false clock: they pass once, start anew, and may be longer than a timer can wait.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Watchdog } from '../../src/run/watchdog.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const onExpired = vi.fn<(what: string, afterMs: number) => void>();
  return { onExpired, watchdog: new Watchdog(onExpired) };
}

test('expires once, with what did not happen', () => {
  const { onExpired, watchdog } = watched();
  watchdog.feed(1000, 'ended');
  vi.advanceTimersByTime(999);
  expect(onExpired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  watchdog.feed(10, 'come back');
  vi.advanceTimersByTime(5000);
  expect(onExpired.mock.calls).toEqual([['ended', 1000]]);
});

test('starts anew with each feed, and stops', () => {
  const { onExpired, watchdog } = watched();
  watchdog.feed(1000, 'become ready');
  vi.advanceTimersByTime(900);
  watchdog.feed(1000, 'ended');
  vi.advanceTimersByTime(900);
  watchdog.stop();
  vi.advanceTimersByTime(5000);
  expect(onExpired).not.toHaveBeenCalled();
});

test('waits for a runtime of 1000 hours, which is more than one timer can', () => {
  const { onExpired, watchdog } = watched();
  const hours = 1000 * 3600 * 1000;
  watchdog.feed(hours, 'ended');
  vi.advanceTimersByTime(hours - 1);
  expect(onExpired).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onExpired.mock.calls).toEqual([['ended', hours]]);
});
