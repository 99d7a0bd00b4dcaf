// Waits for an answer, but not for ever.

/** Null where it has not come within the time. The timer does not outlive the answer. */
export async function inTime<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  return first;
}
