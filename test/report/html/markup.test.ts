// HTML templates: whatever a record says, it stays text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, html, joined, Markup } from '../../../src/report/html/markup.js';

describe('a template', () => {
  test('escapes values in text and in attributes, and leaves markup as it is', () => {
    const inner = html`<b>${'a & b'}</b>`;
    expect(html`<em title="${'"x" <y>'}">${inner}${['<i>', 3, null, false, undefined]}</em>`.text).toBe(
      '<em title="&quot;x&quot; &lt;y&gt;"><b>a &amp; b</b>&lt;i&gt;3</em>',
    );
  });

  test('has no indentation and no end tags that HTML does not need, and keeps spaces between words and in values', () => {
    const list = html`<ul>
      <li><b>a</b> and <i>b</i></li>
      <li>${'  c\n  d </li> '}</li>
    </ul>`;
    expect(list.text).toBe('<ul><li><b>a</b> and <i>b</i><li>  c\n  d &lt;/li&gt; </ul>');
  });

  test('never lets a value end an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"']/);
      }),
    );
  });

  test('keeps what the reader sees: unescaped again, it is the value', () => {
    const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const back = escapeHtml(text).replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? '');
        expect(back).toBe(text);
      }),
    );
  });

  test('shows characters that turn the direction of reading or control a terminal', () => {
    expect(escapeHtml('mount\u202etxt.exe\u0007\u001b[31m')).toBe('mount\ufffdtxt.exe\ufffd\ufffd[31m');
    expect(escapeHtml('a\n\tb')).toBe('a\n\tb');
  });
});

test('a separator stands between members that are something', () => {
  expect(html`${joined(['a', '', null, new Markup('<b>b</b>')], ', ')}`.text).toBe('a, <b>b</b>');
});
