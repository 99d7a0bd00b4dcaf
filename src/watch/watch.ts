// One watch: the run that is followed, by default the newest one, the pages that look at it, and its end.
import { Feed } from './feed.js';
import { FollowedRun } from './followed-run.js';
import type { WatchedRun, WatchState } from './messages.js';

export interface WatchOptions {
  /** Folder or run.json of the run to follow now; null: there is none yet. Asked again while none goes on. */
  choose: () => string | null;
  /** Called when the followed run came to be, and when it has ended. */
  onRun: (state: WatchState) => void;
}

const chooseEveryMs = 1000;
/** A run that wrote nothing for so long may have ended without a last word: a newer one takes its place. */
export const staleSeconds = 15 * 60;

export class Watch {
  readonly feed: Feed;
  #run: FollowedRun | null = null;
  #path: string | null = null;
  /** Of what was told last, so that it is told once. */
  #told = '';
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: WatchOptions) {
    this.feed = new Feed(() => ((this.#run?.writtenMs ?? null) === null ? null : this.#quietSeconds()));
    this.#timer = setInterval(() => void this.#choose(), chooseEveryMs);
  }

  /** Reads what is there of the run by now. */
  async start(): Promise<void> {
    await this.#choose();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#run?.close();
  }

  /** A run that goes on is followed to its end, whatever begins meanwhile. */
  async #choose(): Promise<void> {
    if (this.#run !== null && this.feed.state.run.status === 'running' && this.#quietSeconds() < staleSeconds) return;
    const path = this.options.choose();
    if (path === null || path === this.#path) return;
    this.#path = path;
    this.#run?.close();
    if (this.#run !== null) this.feed.startAnew();
    const { feed } = this;
    const run = new FollowedRun(path, {
      onChanges: (changes) => {
        feed.apply(changes);
        const record = changes.find((change) => change.type === 'record');
        if (record !== undefined) this.#tell(record.run);
      },
      onAnew: () => {
        feed.startAnew();
      },
    });
    this.#run = run;
    await run.start();
  }

  /** Since the run wrote last; 0 before it has. */
  #quietSeconds(): number {
    const written = this.#run?.writtenMs ?? null;
    return written === null ? 0 : Math.max(0, (Date.now() - written) / 1000);
  }

  /** As the record has it: once it has the end, all of the run is known. */
  #tell({ id, status }: WatchedRun): void {
    const now = `${id} ${status}`;
    if (now === this.#told) return;
    this.#told = now;
    this.options.onRun(this.feed.state);
  }
}
