// Ctrl-C: the first lets the current step drain and saves, the second ends at once.
import type { Session } from '../../run/session.js';

/** Returns the function that takes the handlers away again. SIGTERM, which batch systems send, counts as the first. */
export function handleInterruption(session: Session): () => void {
  let count = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    count += 1;
    if (count === 1) session.stop(`interrupted by ${signal}`);
    else session.kill(`interrupted twice, last by ${signal}`);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => {
    // Whoever has pressed it once may press it again: what is saved is still to be told.
    if (count > 0) return;
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
}
