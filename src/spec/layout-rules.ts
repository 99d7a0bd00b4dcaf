// What the keys of `layout` forbid each other, in every kind of workload.
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import type { Workload } from './workload.js';

const example = '{stripeCount: -1}';

export const layoutRules: Rule<Workload>[] = [
  ({ layout }) =>
    layout !== null && Object.values(layout).every((value) => value === null)
      ? breach(['layout'], 'asks for nothing', `Give one of ${Object.keys(layout).join(', ')}, for example ${example}`)
      : null,

  ({ layout, engine }) =>
    layout !== null && engine === 'null'
      ? breach(['layout', 'engine'], 'has no effect with engine "null", which has no files', 'Remove it')
      : null,

  ({ layout }) => {
    if (layout === null || layout.objectSize === null || layout.objectClass === null) return null;
    return breach(['layout'], 'has objectSize, of CephFS, and objectClass, of DAOS', 'Remove one of them');
  },

  ({ layout }) => {
    const { objectSize = null, stripeSize = null } = layout ?? {};
    if (objectSize === null || stripeSize === null || objectSize % stripeSize === 0) return null;
    const what = `has objectSize ${formatBytes(objectSize)}, which is no multiple of stripeSize ${formatBytes(stripeSize)}`;
    return breach(['layout'], what, 'Give a multiple');
  },
];

function breach(keys: Breach['keys'], what: string, advice: string): Breach {
  return { keys, what, advice };
}
