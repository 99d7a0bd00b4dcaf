// Who may ask the watch for what: its own address, its token, and nothing else. Refusals say nothing of why.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Asked {
  method: string | undefined;
  /** Path with its query, as it was sent. */
  url: string | undefined;
  headers: IncomingHttpHeaders;
}

export type Answer = 'page' | 'events' | 403 | 404;

/** What to answer a request to the server at this port with this token. */
export function answerTo({ method, url = '', headers }: Asked, port: number, token: string): Answer {
  // A name of another site that was made to lead here (DNS rebinding) stands in the header as it is.
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`) return 403;
  if (method !== 'GET') return 404;
  const [, given = '', what] = /^\/([^/?#]*)(?:\/([^/?#]*))?$/.exec(url) ?? [];
  if (!isSame(given, token)) return 404;
  if (what === undefined || what === '') return 'page';
  if (what !== 'events') return 404;
  // A page of another site may know the address; browsers say who asks.
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' ? 'events' : 403;
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
