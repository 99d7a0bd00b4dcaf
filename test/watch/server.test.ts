// The server as its clients see it: headers, refusals, the stream, the limit of pages, a port that is in use.
import { type ClientRequest, get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Feed } from '../../src/watch/feed.js';
import { mostPages, WatchServer } from '../../src/watch/server.js';

const page = { html: '<p>page</p>', policy: "default-src 'none'" };

async function served(): Promise<{ feed: Feed; server: WatchServer; url: URL }> {
  const feed = new Feed(() => null);
  const server = await WatchServer.listen(feed, page, 0);
  onTestFinished(() => server.close('over'));
  return { feed, server, url: new URL(server.url) };
}

interface Answered {
  status: number | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

function asked(
  url: URL | string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** A stream that is read until it is closed. */
class Stream {
  text = '';
  status: number | undefined;
  ended = false;
  readonly #sent: ClientRequest;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#sent = get(url, { agent: false, headers }, (response) => {
      this.status = response.statusCode;
      response.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
      response.on('end', () => (this.ended = true));
      response.on('error', () => undefined);
    });
    this.#sent.on('error', () => undefined);
    onTestFinished(() => {
      this.close();
    });
  }

  close(): void {
    this.#sent.destroy();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(5);
  }
}

test('the page has headers that keep it to itself', async () => {
  const { url } = await served();
  const { status, headers, body } = await asked(url);
  expect([status, body]).toEqual([200, page.html]);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': page.policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  });
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('refusals say nothing of why, and are the same for a wrong token and a wrong path', async () => {
  const { url } = await served();
  const wrong = await asked(new URL('/wrong/', url));
  const path = await asked(new URL('run.json', url));
  const method = await asked(url, { method: 'POST' });
  const rebound = await asked(url, { headers: { host: 'evil.example' } });
  expect([wrong, path, method, rebound].map(({ status, body }) => [status, body])).toEqual([
    ...[404, 404, 404].map((status) => [status, '']),
    [403, ''],
  ]);
  expect(path.headers).toMatchObject({ ...wrong.headers, date: expect.any(String) as string });
  for (const { headers } of [wrong, rebound]) expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('each server has a token of its own, of 192 bits', async () => {
  const [first, second] = [await served(), await served()];
  const [one, other] = [first, second].map(({ url }) => url.pathname.replaceAll('/', ''));
  expect(one).toMatch(/^[\w-]{32}$/);
  expect(one).not.toBe(other);
  expect((await asked(new URL(`/${other ?? ''}/`, first.url))).status).toBe(404);
});

test('it listens on the loopback address alone', async (context) => {
  const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const [other] = others.filter(({ internal, family }) => !internal && family === 'IPv4');
  context.skip(other === undefined, 'the machine has no other address than that of loopback');
  const { server } = await served();
  const refused = await new Promise<string>((resolve) => {
    const socket = connect({ host: other?.address ?? '', port: server.port }, () => {
      socket.destroy();
      resolve('connected');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? '');
    });
  });
  expect(refused).toBe('ECONNREFUSED');
});

test('events come as they are told; a page that comes back gets what it has missed', async () => {
  const { feed, server } = await served();
  const first = new Stream(`${server.url}events`);
  await first.until(() => first.text.includes('"state"'));
  feed.apply([{ type: 'note', step: 'w/a/1', text: 'one' }]);
  await first.until(() => first.text.endsWith('"one"}\n\n'));
  expect(first.text).toMatch(/^retry: \d+\n\nid: \S+\ndata: \{"type":"state".*\n\nid: \S+\ndata: .*\n\n$/);
  const last = [...first.text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
  first.close();
  await first.until(() => feed.size === 0);
  feed.apply([{ type: 'note', step: 'w/a/1', text: 'two' }]);
  const again = new Stream(`${server.url}events`, { 'last-event-id': last });
  await again.until(() => again.text.includes('"two"'));
  expect(again.text).not.toContain('"state"');
  expect(again.text).not.toContain('"one"');
});

test('pages beyond the limit are told to come later, and a place that is left is free', async () => {
  const { feed, server } = await served();
  const streams = Array.from({ length: mostPages }, () => new Stream(`${server.url}events`));
  await streams[0]?.until(() => feed.size === mostPages);
  expect(await asked(`${server.url}events`)).toMatchObject({ status: 503, body: '' });
  expect((await asked(server.url)).status).toBe(200);
  streams[0]?.close();
  await streams[0]?.until(() => feed.size === mostPages - 1);
  const next = new Stream(`${server.url}events`);
  await next.until(() => next.status === 200);
});

test('at the end each page gets the last word, and the port is free', async () => {
  const feed = new Feed(() => null);
  const server = await WatchServer.listen(feed, page, 0);
  const stream = new Stream(`${server.url}events`);
  await stream.until(() => stream.text.includes('"state"'));
  await server.close('that was it');
  await stream.until(() => stream.ended);
  expect(stream.text).toMatch(/data: \{"type":"bye","text":"that was it"\}\n\n$/);
  const next = await WatchServer.listen(feed, page, server.port);
  await next.close('');
});

test('a port that is in use is an error of usage', async () => {
  const { server } = await served();
  await expect(WatchServer.listen(new Feed(() => null), page, server.port)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    exitCode: 2,
    message: `Port ${server.port} of 127.0.0.1 is in use.`,
  });
});
