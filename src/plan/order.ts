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
