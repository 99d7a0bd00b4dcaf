// The order of mounts and repeats: neighbours in time are compared, so a drift of the machine hits all mounts alike.

export interface Turn<M> {
  mount: M;
  /** From 1. */
  repeat: number;
}

/** A B, then B A, then A B, …: each repeat visits all mounts, every second one in reverse. */
export function interleave<M>(mounts: M[], repeats: number): Turn<M>[] {
  return Array.from({ length: repeats }, (_, index) => index + 1).flatMap((repeat) => {
    const order = repeat % 2 === 1 ? mounts : mounts.toReversed();
    return order.map((mount) => ({ mount, repeat }));
  });
}

/**
 * Each with its turns, one after the other. From the first to the last that is a phase, a turn goes over all of these
 * before the next one begins.
 */
export function inOrder<T, M>(
  items: T[],
  isPhase: (item: T) => boolean,
  mounts: M[],
  repeats: number,
): { item: T; turn: Turn<M> }[] {
  const turns = interleave(mounts, repeats);
  const alone = (part: T[]) => part.flatMap((item) => turns.map((turn) => ({ item, turn })));
  const first = items.findIndex(isPhase);
  if (first < 0) return alone(items);
  const end = items.findLastIndex(isPhase) + 1;
  const together = turns.flatMap((turn) => items.slice(first, end).map((item) => ({ item, turn })));
  return [...alone(items.slice(0, first)), ...together, ...alone(items.slice(end))];
}
