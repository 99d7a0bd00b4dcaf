// The printed form is fio's own: indentation, blanks around the colon, whole numbers and six decimals.
import { expect, test } from 'vitest';
import { Float, writeFio } from '../../../src/report/fio-json/writer.js';

test('prints as fio does', () => {
  const text = writeFio({
    'fio version': 'fio-3.42',
    jobs: [{ jobname: 'a', iops: new Float(1 / 3), percentile: { '99.000000': 12, '1.000000': 3 } }, { bw: 0 }],
  });
  expect(text).toBe(
    [
      '{',
      '  "fio version" : "fio-3.42",',
      '  "jobs" : [',
      '    {',
      '      "jobname" : "a",',
      '      "iops" : 0.333333,',
      '      "percentile" : {',
      '        "99.000000" : 12,',
      '        "1.000000" : 3',
      '      }',
      '    },',
      '    {',
      '      "bw" : 0',
      '    }',
      '  ]',
      '}',
      '',
    ].join('\n'),
  );
});

test.each([
  { value: 2 ** 53, text: '9007199254740992' },
  { value: 4e21, text: '4000000000000000000000' },
  { value: 1234.9, text: '1234' },
  { value: Number.NaN, text: '0' },
  { value: new Float(12), text: '12.000000' },
  { value: new Float(Number.POSITIVE_INFINITY), text: '0.000000' },
  { value: 'a "b" \\ c\n', text: '"a \\"b\\" \\\\ c\\n"' },
])('prints $value as $text', ({ value, text }) => {
  expect(writeFio({ a: value })).toBe(`{\n  "a" : ${text}\n}\n`);
});

test('what it prints is JSON whatever the names are', () => {
  const document = { 'a"\\\u0000\n': 'ü"\\\u0001', empty: [] };
  expect(JSON.parse(writeFio(document))).toEqual(document);
});
