// verify, do_verify, verify_only, verify_backlog → verify.
import type { Engine, Verify } from '../spec/workload.js';
import type { Draft } from './draft.js';
import type { JobOptions } from './job-options.js';
import type { Pattern } from './pattern.js';
import { refuseFixedContent, refuseRepeats } from './refuse-verify.js';

const checksums = (
  'md5 crc64 crc32c crc32c-intel crc32 crc16 crc7 xxhash sha512 sha256 sha1 ' +
  'sha3-224 sha3-256 sha3-384 sha3-512 meta'
).split(' ');
const details = ['do_verify', 'verify_only', 'verify_backlog', 'verify_fatal', 'verify_dump'] as const;

/** After the content and the order of the blocks, on which it depends what can be verified. */
export function convertVerify(draft: Draft, pattern: Pattern, engine: Engine): void {
  const kind = draft.options.get('verify') ?? '0';
  const idle = kind === '0' ? 'nothing is verified' : `engine ${engine} keeps nothing that could be verified`;
  if (kind !== '0' && !checksums.includes(kind)) refuseKind(draft, kind);
  if (kind === '0' || !checksums.includes(kind) || engine === 'null') {
    if (kind === '0') draft.converted('verify', idle, 'verify');
    else draft.idle('verify', idle);
    for (const name of details) draft.idle(name, idle);
    return;
  }
  const when = verifyOf(draft.options, pattern);
  draft.set('verify', when);
  draft.converted('verify', `each sector carries its place and a CRC32C instead of ${kind}`, 'verify');
  convertDetails(draft, when, pattern);
  if (when !== 'none') refuseFixedContent(draft);
  if (pattern.writes && (when === 'after' || when === 'during')) refuseRepeats(draft);
}

/** fio verifies reads as they come, unless writes are among them; what was written is read back at the end. */
export function verifyOf(options: JobOptions, { writes }: Pattern): Verify {
  if (!checksums.includes(options.get('verify') ?? '0')) return 'none';
  if (options.get('verify_only') === true) return 'only';
  if (!writes || (options.get('verify_backlog') ?? 0) > 0) return 'during';
  return (options.get('do_verify') ?? true) ? 'after' : 'none';
}

function refuseKind(draft: Draft, kind: string): void {
  if (kind === 'null') draft.refuse('verify', '"null" only pretends to verify', 'Use crc32c, or remove it');
  else if (kind === 'pattern' || kind === 'pattern_hdr') {
    draft.refuse('verify', `"${kind}" checks a fixed pattern, which cannot tell one block from another`, 'Use crc32c');
  } else draft.refuse('verify', `"${kind}" is not a checksum of fio`, `Use one of ${checksums.join(', ')}`);
}

function convertDetails(draft: Draft, when: Verify, { reads, writes }: Pattern): void {
  const { options } = draft;
  const reading = options.get('do_verify') === true ? `verify ${when}` : 'nothing is read back after the writes';
  draft.converted('do_verify', reading, 'verify');
  draft.converted('verify_only', options.get('verify_only') === true ? 'nothing is written' : 'off', 'verify');
  const hasBacklog = (options.get('verify_backlog') ?? 0) > 0;
  draft.converted('verify_backlog', hasBacklog ? 'while running, at a distance of our own' : 'off', 'verify');
  draft.converted('verify_fatal', 'a wrong block always fails the step', 'verify');
  draft.converted('verify_dump', 'what is wrong with a block is told; no files are written', 'verify');
  if (when === 'after' && writes && !reads && options.get('time_based') === true) {
    draft.assumed('fio never gets to verifying here, since the writes take the whole runtime', 'verify');
  }
}
