// Events of those who look: framing, the state first, what was missed after a lost connection.
import { expect, test } from 'vitest';
import { Feed, type Outlet } from '../../src/watch/feed.js';
import type { Change, Message } from '../../src/watch/messages.js';

class Page implements Outlet {
  text = '';
  ended = false;
  full = 0;
  write = (text: string) => void (this.text += text);
  waiting = () => this.full;
  end = () => void (this.ended = true);

  /** Every event so far. */
  get events(): { id: string | undefined; message: Message }[] {
    const blocks = this.text.split('\n\n').filter((block) => block.includes('data: '));
    return blocks.map((block) => {
      const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      return { id: line('id'), message: JSON.parse(line('data') ?? '') as Message };
    });
  }

  get types(): string[] {
    return this.events.map(({ message }) => message.type);
  }
}

const started = (step: string): Change => ({ type: 'step-start', at: '2026-11-22T00:00:00.000Z', step });

function feedWith(...changes: Change[]): Feed {
  const feed = new Feed(() => 3);
  feed.apply(changes);
  return feed;
}

test('who comes gets the state as it is, then changes', () => {
  const feed = feedWith(started('w/a/1'));
  const page = new Page();
  feed.add(page, undefined);
  feed.apply([started('w/b/1')]);
  expect(page.types).toEqual(['state', 'step-start']);
  expect(page.events[0]?.message).toMatchObject({
    quietSeconds: 3,
    state: { steps: [{ id: 'w/a/1', status: 'running' }] },
  });
});

test('a name with line ends cannot make an event of its own', () => {
  const page = new Page();
  const feed = feedWith();
  feed.add(page, undefined);
  feed.apply([{ type: 'trouble', text: 'a\n\ndata: {"type":"bye","text":""}\r\n' }]);
  expect(page.types).toEqual(['state', 'trouble']);
});

test('who comes back gets what it has missed and nothing else', () => {
  const feed = feedWith(started('w/a/1'));
  const first = new Page();
  feed.add(first, undefined);
  feed.apply([started('w/a/2')]);
  feed.remove(first);
  feed.apply([started('w/a/3'), started('w/a/4')]);
  const again = new Page();
  feed.add(again, first.events.at(-1)?.id);
  expect(again.events.map(({ message }) => message)).toEqual([started('w/a/3'), started('w/a/4')]);
  const nothingMissed = new Page();
  feed.add(nothingMissed, again.events.at(-1)?.id);
  expect(nothingMissed.events).toEqual([]);
});

test.each(['', 'x', '-', 'ffffffff-1', '1', 'null-NaN'])('an id of another watch, "%s", gets the state', (id) => {
  const page = new Page();
  feedWith(started('w/a/1')).add(page, id);
  expect(page.types).toEqual(['state']);
});

test('who was away for too long gets the state', () => {
  const feed = feedWith();
  const page = new Page();
  feed.add(page, undefined);
  feed.remove(page);
  for (let at = 0; at < 5000; at += 1) feed.apply([{ type: 'note', step: 'w/a/1', text: String(at) }]);
  const again = new Page();
  feed.add(again, page.events[0]?.id);
  expect(again.types).toEqual(['state']);
  const future = new Page();
  feed.add(future, again.events[0]?.id?.replace(/\d+$/, '6000'));
  expect(future.types).toEqual(['state']);
});

test('another run in the same place: everyone gets the new state, old ids are void', () => {
  const feed = feedWith(started('w/a/1'));
  const page = new Page();
  feed.add(page, undefined);
  feed.startAnew();
  expect(page.events.at(-1)?.message).toMatchObject({
    type: 'state',
    state: { steps: [], run: { status: 'waiting' } },
  });
  const again = new Page();
  feed.add(again, page.events[0]?.id);
  expect(again.types).toEqual(['state']);
});

test('a page that takes nothing is cut off, the others are not', () => {
  const feed = feedWith();
  const [slow, quick] = [new Page(), new Page()];
  feed.add(slow, undefined);
  feed.add(quick, undefined);
  slow.full = 2 ** 30;
  feed.apply([started('w/a/1'), started('w/a/2')]);
  expect([slow.ended, quick.ended, feed.size]).toEqual([true, false, 1]);
  expect(quick.types).toEqual(['state', 'step-start', 'step-start']);
});
