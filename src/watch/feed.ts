// The state of the watched run and those who look at it: Server-Sent Events with ids, so that a page that lost its connection
// gets what it has missed, or the state anew.
import { randomBytes } from 'node:crypto';
import { applyChange } from './apply.js';
import { type Change, type Message, newWatchState, type WatchState } from './messages.js';

/** Where events go: a response of a server, without what is peculiar to one. */
export interface Outlet {
  write: (text: string) => void;
  /** Bytes that were written and not taken yet. */
  waiting: () => number;
  end: () => void;
}

/** Changes that are kept for those who come back. */
const keptChanges = 2000;
/** A page that takes so little is cut off; it comes back by itself. */
const mostWaiting = 16 * 2 ** 20;
const retryMs = 1000;

export class Feed {
  state: WatchState = newWatchState();
  readonly #outlets = new Set<Outlet>();
  /** Of another watch, or of another run in the same place, numbers say nothing. */
  #epoch = newEpoch();
  #number = 0;
  #kept: { number: number; text: string }[] = [];

  /** `quietSeconds`: since the run wrote last; null: it has not. */
  constructor(private readonly quietSeconds: () => number | null) {}

  get size(): number {
    return this.#outlets.size;
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) {
      applyChange(this.state, change);
      this.#send(change);
    }
  }

  /** All that was known is void: whoever looks gets the empty state. */
  startAnew(): void {
    this.state = newWatchState();
    this.#epoch = newEpoch();
    this.#kept = [];
    for (const outlet of this.#outlets) this.#give(outlet, this.#stateText());
  }

  /** Takes in one who looks. `lastId`: of the last event that it had; undefined: it had none. */
  add(outlet: Outlet, lastId: string | undefined): void {
    this.#outlets.add(outlet);
    this.#give(outlet, `retry: ${retryMs}\n\n`);
    const missed = this.#missedSince(lastId);
    for (const text of missed ?? [this.#stateText()]) this.#give(outlet, text);
  }

  remove(outlet: Outlet): void {
    this.#outlets.delete(outlet);
  }

  /** Keeps connections open that pass through others. */
  beat(): void {
    for (const outlet of this.#outlets) this.#give(outlet, ': \n\n');
  }

  /** The last word; a page that has it does not come back. */
  close(text: string): void {
    for (const outlet of [...this.#outlets]) {
      this.#give(outlet, eventText(null, { type: 'bye', text }));
      outlet.end();
    }
    this.#outlets.clear();
  }

  #send(change: Change): void {
    this.#number += 1;
    const text = eventText(`${this.#epoch}-${this.#number}`, change);
    this.#kept.push({ number: this.#number, text });
    if (this.#kept.length > 2 * keptChanges) this.#kept = this.#kept.slice(-keptChanges);
    for (const outlet of this.#outlets) this.#give(outlet, text);
  }

  #give(outlet: Outlet, text: string): void {
    if (!this.#outlets.has(outlet)) return;
    outlet.write(text);
    if (outlet.waiting() <= mostWaiting) return;
    this.#outlets.delete(outlet);
    outlet.end();
  }

  /** Null where they are not all known any more, or the id is of another epoch. */
  #missedSince(lastId: string | undefined): string[] | null {
    const [epoch = '', digits = ''] = lastId?.split('-') ?? [];
    if (epoch !== this.#epoch || !/^\d{1,15}$/.test(digits)) return null;
    const last = Number(digits);
    const first = this.#kept[0]?.number ?? this.#number + 1;
    if (last > this.#number || last < first - 1) return null;
    return this.#kept.filter(({ number }) => number > last).map(({ text }) => text);
  }

  #stateText(): string {
    const now = new Date().toISOString();
    const message: Message = { type: 'state', now, quietSeconds: this.quietSeconds(), state: this.state };
    return eventText(`${this.#epoch}-${this.#number}`, message);
  }
}

/** One event in the format of Server-Sent Events. JSON has no line ends in it, so that one line of data is enough. */
function eventText(id: string | null, message: Message): string {
  return `${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
}

function newEpoch(): string {
  return randomBytes(4).toString('hex');
}
