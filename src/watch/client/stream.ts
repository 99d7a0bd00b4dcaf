// The connection to the server: it comes back by itself, and the browser says which event was the last.
import { applyChange } from '../apply.js';
import { type Message, newWatchState, type WatchState } from '../messages.js';

export interface Watched {
  state: WatchState;
  /** Milliseconds to add to the clock of the browser to get that of the watch. */
  clockAheadMs: number;
  /** When the run wrote last, by the clock of the browser; null: not known. */
  heardMs: number | null;
}

export type Link = 'open' | 'lost' | 'over';

export interface Listener {
  /** At most once a frame, however many events came. */
  onState: (watched: Watched) => void;
  onLink: (link: Link, text: string) => void;
}

export function startStream({ onState, onLink }: Listener): void {
  const watched: Watched = { state: newWatchState(), clockAheadMs: 0, heardMs: null };
  let wanted = false;
  const show = () => {
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(() => {
      wanted = false;
      onState(watched);
    });
  };
  // The address may have been copied without its last slash.
  const source = new EventSource(`${location.pathname.replace(/\/$/, '')}/events`);
  source.onopen = () => {
    onLink('open', '');
  };
  source.onerror = () => {
    onLink('lost', '');
  };
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as Message;
    if (message.type === 'bye') {
      source.close();
      onLink('over', message.text);
      return;
    }
    take(watched, message);
    show();
  };
  // Times go on between events.
  setInterval(show, 1000);
}

function take(watched: Watched, message: Exclude<Message, { type: 'bye' }>): void {
  if (message.type === 'state') {
    const { now, quietSeconds, state } = message;
    watched.state = state;
    watched.clockAheadMs = Date.parse(now) - Date.now();
    watched.heardMs = quietSeconds === null ? null : Date.now() - quietSeconds * 1000;
    return;
  }
  applyChange(watched.state, message);
  if (message.type !== 'trouble') watched.heardMs = Date.now();
}
