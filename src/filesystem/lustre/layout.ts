// Layout of files and directories on Lustre: read by `lfs getstripe` and `lfs getdirstripe`, set by `lfs setstripe`.
import type { Access, NoAnswer } from '../access.js';
import type { LayoutAdapter, MountedFileSystem } from '../adapter.js';
import type { FileLayout, LayoutRequest } from '../layout.js';
import { unexpected } from '../no-answer.js';
import { layoutOf } from '../partly-told.js';
import { countOf, detailsOf, numberOf, type Details } from '../told.js';
import { parseStripes, type Component, type StripeLayout } from './stripes.js';

/** Smallest stripe size, and what every one is a multiple of (LOV_MIN_STRIPE_SIZE in lustre_user.h). */
const stripeUnit = 64 * 1024;

export const lustreLayout: LayoutAdapter = {
  keys: ['pool', 'stripeCount', 'stripeSize'],

  async read(path: string, _mount: MountedFileSystem, access: Access): Promise<FileLayout | NoAnswer> {
    const yaml = ['getstripe', '-d', '-y', path];
    const plain = ['getstripe', '-d', path];
    const [first, directory] = await Promise.all([access.run('lfs', yaml), directoryStripes(path, access)]);
    const known = first.ok || !/option|usage/i.test(first.reason);
    // Releases before 2.11 have no -y.
    const args = known ? yaml : plain;
    const answer = known ? first : await access.run('lfs', plain);
    if (!answer.ok) return answer;
    const by = ['lfs', ...args].join(' ');
    const stripes = parseStripes(answer.text.replace(`${path}\n`, '\n'));
    return stripes === null ? unexpected(by, answer.text) : layoutOf(by, toldOf(stripes, directory));
  },

  async set(directory: string, request: LayoutRequest, _mount: MountedFileSystem, access: Access) {
    const { pool, stripeCount, stripeSize } = request;
    if (stripeSize !== null && stripeSize % stripeUnit !== 0) {
      const reason = `stripeSize ${stripeSize}: Lustre wants a multiple of ${stripeUnit} bytes (64KiB)`;
      return { ok: false, code: 'FAILED', reason };
    }
    const options = [
      ...(stripeCount === null ? [] : ['-c', String(stripeCount)]),
      ...(stripeSize === null ? [] : ['-S', String(stripeSize)]),
      ...(pool === null ? [] : ['-p', pool]),
    ];
    const args = ['setstripe', ...options, directory];
    const answer = await access.run('lfs', args);
    return answer.ok ? { ok: true, by: ['lfs', ...args].join(' ') } : answer;
  },
};

/**
 * Where the layout is composite, count, size and pool are those of the last component that has objects, and of a directory
 * those of the last: there lies most of a large file. Each component is in the details.
 */
function toldOf({ components, composite, mirrors }: StripeLayout, directory: Details): Partial<FileLayout> {
  const first = components.filter(({ mirror }) => mirror === components[0]?.mirror);
  const main = first.filter(({ osts }) => osts.length > 0).at(-1) ?? first.at(-1);
  return {
    pool: main?.pool ?? null,
    // Zero stands for the default of the file system; on an MDT there are no stripes.
    stripeCount: main?.stripeCount === 0 ? null : (main?.stripeCount ?? null),
    stripeSize: main?.stripeSize ?? null,
    details: {
      ...(composite ? compositeDetails(components, mirrors) : patternOf(main)),
      ...directory,
    },
    targets: [...new Set(components.flatMap(({ osts }) => osts))].map((index) => `OST${hexadecimal(index)}`),
  };
}

function patternOf(component: Component | undefined): Details {
  const offset = component?.offset ?? -1;
  return detailsOf({ pattern: component?.pattern, firstTarget: offset < 0 ? null : offset });
}

function compositeDetails(components: Component[], mirrors: number | null): Details {
  const parts = components.map((component, index) => [`component${component.id ?? index + 1}`, wordsOf(component)]);
  const stale = components.filter(({ flags }) => flags.includes('stale')).length;
  return {
    components: components.length,
    ...(mirrors !== null && mirrors > 1 ? { mirrors } : {}),
    ...(stale > 0 ? { staleComponents: stale } : {}),
    ...(components.some(({ pattern }) => pattern.includes('mdt')) ? { dataOnMdt: true } : {}),
    ...(components.some(({ pattern }) => pattern.includes('overstriped')) ? { overstriped: true } : {}),
    ...(Object.fromEntries(parts) as Details),
  };
}

/** Such as `0..1048576 raid0, 4 x 1048576, pool flash, init`. */
function wordsOf({ start, end, pattern, stripeCount, stripeSize, pool, mirror, flags }: Component): string {
  const stripes = pattern.includes('mdt') ? `${stripeSize ?? '?'}` : `${stripeCount ?? '?'} x ${stripeSize ?? '?'}`;
  const more = [
    ...(pool === null ? [] : [`pool ${pool}`]),
    ...(mirror === null || mirror === 0 ? [] : [`mirror ${mirror}`]),
    ...flags,
  ];
  return [`${start}..${end ?? 'EOF'} ${pattern}`, stripes, ...more].join(', ');
}

/** As names of OSTs have it. */
function hexadecimal(index: number): string {
  return index.toString(16).padStart(4, '0');
}

/** Over which MDTs a directory is spread (DNE). Nothing for a file, and where it is not told. */
async function directoryStripes(path: string, access: Access): Promise<Details> {
  const answer = await access.run('lfs', ['getdirstripe', path]);
  const text = answer.ok ? answer.text : '';
  const word = (form: RegExp): string | undefined => form.exec(text)?.[1];
  const hash = word(/lmv_hash_type:\s*(\S+)/);
  const mdts = [...text.matchAll(/^\s+(\d+)\s+\[?0x[0-9a-f]+:/gm)].map(([, index]) => index);
  return detailsOf({
    mdtCount: countOf(word(/lmv_stripe_count:\s*(\d+)/)),
    firstMdt: numberOf(word(/lmv_stripe_offset:\s*(-?\d+)/)),
    mdtHash: hash === 'none' ? null : hash,
    mdts: mdts.join(' '),
  });
}
