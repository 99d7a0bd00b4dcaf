// Data inside the page: gzip in base64, which no name of a record can break out of.
import { gzipSync } from 'node:zlib';
import { escapeHtml, Markup } from './markup.js';

/** An element that the page's script finds by `key`: letters, digits and "-". */
export function dataHtml(key: string, bytes: Uint8Array): Markup {
  const text = gzipSync(bytes, { level: 9 }).toString('base64');
  return new Markup(`<script type="application/gzip;base64" data-key="${escapeHtml(key)}">${text}</script>`);
}
