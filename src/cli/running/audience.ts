// Who watches a run: a live view on a terminal, plain lines in a log, or nobody.
import { createLogUpdate } from 'log-update';
import { LiveView } from '../../report/live.js';
import { PlainLog } from '../../report/plain.js';
import type { Progress } from '../../run/progress.js';
import { hasSize, lookOf } from '../terminal.js';

export interface Audience {
  tell(progress: Progress): void;
  /** Ends the view; nothing is told after it. */
  close(): void;
}

const frameEveryMs = 250;

/** Progress goes to standard error, so that standard output holds results only. */
export function audienceFor(options: { quiet: boolean }): Audience {
  if (options.quiet) return { tell: () => undefined, close: () => undefined };
  return hasSize(process.stderr) && process.env['TERM'] !== 'dumb' ? liveAudience() : plainAudience();
}

function plainAudience(): Audience {
  const log = new PlainLog();
  return {
    tell(progress) {
      const line = log.line(progress);
      if (line !== null) process.stderr.write(`${line}\n`);
    },
    close: () => undefined,
  };
}

function liveAudience(): Audience {
  const view = new LiveView(lookOf(process.stderr));
  const update = createLogUpdate(process.stderr);
  const draw = (): void => {
    update(view.frame(process.stderr.columns, process.stderr.rows, Date.now()));
  };
  const timer = setInterval(draw, frameEveryMs);
  return {
    tell(progress) {
      view.onProgress(progress);
      if (progress.type === 'step-start' || progress.type === 'step-end') draw();
    },
    close() {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}
