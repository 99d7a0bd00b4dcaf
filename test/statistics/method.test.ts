// The limits that method 2 gives: whoever changes them raises the number, so that older records are not verified against others.
import { expect, test } from 'vitest';
import { levelEstimate, ratioEstimate } from '../../src/statistics/estimate.js';
import { plannedLooks } from '../../src/statistics/looks.js';
import type { Sample } from '../../src/statistics/sample.js';
import { statisticalMethod, statisticalTerms } from '../../src/statistics/terms.js';

const repeats: Sample[] = [101, 97, 104, 99, 102].map((value) => ({ value, blocks: [] }));
const others: Sample[] = [88, 91, 93, 86].map((value) => ({ value, blocks: [] }));
const single: Sample[] = [{ value: 100, blocks: [98, 103, 99, 101, 97, 104, 100, 102, 96, 100] }];

const digits = (limits: { low: number | null; high: number | null } | null) =>
  [limits?.low, limits?.high].map((limit) => limit?.toPrecision(9));

test('method 2 has these limits', () => {
  expect({
    method: statisticalMethod,
    level: digits(levelEstimate(repeats, statisticalTerms)),
    ratio: digits(ratioEstimate(repeats, others, statisticalTerms)),
    single: digits(levelEstimate(single, statisticalTerms)),
    strict: digits(levelEstimate(repeats, { ...statisticalTerms, confidence: 0.99 })),
    looks: plannedLooks(5, 0.95).map(({ confidence }) => confidence.toPrecision(9)),
  }).toMatchInlineSnapshot(`
    {
      "level": [
        "97.2379740",
        "104.907574",
      ],
      "looks": [
        "0.992400000",
        "0.978000000",
        "0.957800000",
      ],
      "method": 2,
      "ratio": [
        "1.06814375",
        "1.19224901",
      ],
      "single": [
        "97.3180430",
        "102.755868",
      ],
      "strict": [
        "94.8383555",
        "107.561966",
      ],
    }
  `);
});
