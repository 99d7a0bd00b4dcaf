// Who may ask the watch for what: address, method, path, token.
import { describe, expect, test } from 'vitest';
import { answerTo } from '../../src/watch/guard.js';

const token = 'abcDEF012345-_abcDEF012345-_abcd';
const host = '127.0.0.1:4321';

function answered(
  url: string,
  { method = 'GET', headers = { host } }: { method?: string; headers?: Record<string, string> } = {},
) {
  return answerTo({ method, url, headers }, 4321, token);
}

test('the page and the events, with the token, by both names of the address', () => {
  expect(answered(`/${token}/`)).toBe('page');
  expect(answered(`/${token}`)).toBe('page');
  expect(answered(`/${token}/events`, { headers: { host: 'localhost:4321' } })).toBe('events');
});

test.each([
  ['/'],
  [''],
  ['/events'],
  ['//'],
  [`/${token.slice(0, -1)}/`],
  [`/${token}x/`],
  [`/${token.toUpperCase()}/`],
  [`/${token}/events/`],
  [`/${token}/../run.json`],
  [`/${token}/run.json`],
  [`/${token}/events?x=1`],
  [`http://${host}/${token}/`],
])('%s is not there', (url) => {
  expect(answered(url)).toBe(404);
});

test.each(['POST', 'HEAD', 'OPTIONS', 'PUT', 'TRACE'])('method %s is not there', (method) => {
  expect(answered(`/${token}/`, { method })).toBe(404);
});

describe('another address in the header, as a rebound name has it,', () => {
  test.each([['evil.example:4321'], ['127.0.0.1'], ['127.0.0.1:80'], ['localhost.evil.example:4321'], ['[::1]:4321']])(
    '%s is refused, token or not',
    (other) => {
      expect(answered(`/${token}/`, { headers: { host: other } })).toBe(403);
      expect(answered('/', { headers: { host: other } })).toBe(403);
    },
  );

  test('none at all is refused', () => {
    expect(answered(`/${token}/`, { headers: {} })).toBe(403);
  });
});

test('events are not for pages of other sites', () => {
  const from = (site: string) => answered(`/${token}/events`, { headers: { host, 'sec-fetch-site': site } });
  expect(from('cross-site')).toBe(403);
  expect(from('same-site')).toBe(403);
  expect(from('same-origin')).toBe('events');
});
