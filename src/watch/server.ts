// The server of the live view: on the loopback address only, one page and one stream of events, for a few who have the token.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCodes, IoproofError, messageOf, systemCode } from '../errors.js';
import type { Feed, Outlet } from './feed.js';
import { answerTo } from './guard.js';
import type { WatchPage } from './page.js';

const loopback = '127.0.0.1';
/** Pages that may look at the same time. */
export const mostPages = 32;
const beatEveryMs = 15_000;

/** On each answer, refusals too. */
const always = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** Serves the feed until it is closed. */
export class WatchServer {
  readonly #beat: NodeJS.Timeout;

  private constructor(
    private readonly server: Server,
    private readonly feed: Feed,
    readonly port: number,
    /** With the token: whoever has it may look. */
    readonly url: string,
  ) {
    this.#beat = setInterval(() => {
      feed.beat();
    }, beatEveryMs);
    this.#beat.unref();
  }

  /** `port` 0: a free one. Throws PORT_IN_USE or PORT_NOT_ALLOWED with exit code 2. */
  static async listen(feed: Feed, page: WatchPage, port: number): Promise<WatchServer> {
    const token = randomBytes(24).toString('base64url');
    const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000, headersTimeout: 10_000 });
    server.maxConnections = 4 * mostPages;
    await listening(server, port);
    const { port: own } = server.address() as AddressInfo;
    // A connection that cannot be taken is one page less, and no reason to leave the others.
    server.on('error', () => undefined);
    server.on('request', (request, response) => {
      answer({ request, response, feed, page, port: own, token });
    });
    return new WatchServer(server, feed, own, `http://${loopback}:${own}/${token}/`);
  }

  /** Tells the pages that it was the last word, and closes. */
  async close(text: string): Promise<void> {
    clearInterval(this.#beat);
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.feed.close(text);
    // Pages take the last word meanwhile; one that does not, does not keep the watch.
    const late = setTimeout(() => {
      this.server.closeAllConnections();
    }, 1000);
    this.server.closeIdleConnections();
    await closed;
    clearTimeout(late);
  }
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  feed: Feed;
  page: WatchPage;
  port: number;
  token: string;
}

function answer({ request, response, feed, page, port, token }: Exchange): void {
  // Nobody has anything to send.
  request.resume();
  response.on('error', () => undefined);
  const answered = answerTo({ method: request.method, url: request.url, headers: request.headers }, port, token);
  if (answered === 'page') {
    response.writeHead(200, {
      ...always,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.policy,
      'X-Frame-Options': 'DENY',
    });
    response.end(page.html);
    return;
  }
  if (answered === 'events') {
    stream(request, response, feed);
    return;
  }
  response.writeHead(answered, { ...always, 'Content-Length': 0, Connection: 'close' });
  response.end();
}

function stream(request: IncomingMessage, response: ServerResponse, feed: Feed): void {
  if (feed.size >= mostPages) {
    response.writeHead(503, { ...always, 'Retry-After': '10', 'Content-Length': 0, Connection: 'close' });
    response.end();
    return;
  }
  response.writeHead(200, { ...always, 'Content-Type': 'text/event-stream; charset=utf-8', Connection: 'close' });
  response.flushHeaders();
  const outlet: Outlet = {
    write: (text) => void response.write(text),
    waiting: () => response.writableLength,
    end: () => void response.end(),
  };
  response.on('close', () => {
    feed.remove(outlet);
  });
  const last = request.headers['last-event-id'];
  feed.add(outlet, Array.isArray(last) ? last[0] : last);
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(portError(port, error));
    });
    server.listen({ host: loopback, port }, resolve);
  });
}

function portError(port: number, cause: Error): IoproofError {
  const options = { exitCode: exitCodes.usage, details: { port }, cause };
  if (systemCode(cause) === 'EADDRINUSE') {
    return new IoproofError('PORT_IN_USE', `Port ${port} of ${loopback} is in use.`, {
      advice: 'Give another one with --port, or leave it out to get a free one.',
      ...options,
    });
  }
  return new IoproofError('PORT_NOT_ALLOWED', `Port ${port} of ${loopback} cannot be used: ${messageOf(cause)}`, {
    advice: 'Give one from 1024 on with --port, or leave it out to get a free one.',
    ...options,
  });
}
