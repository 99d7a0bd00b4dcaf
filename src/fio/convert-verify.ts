// verify, do_verify, verify_only, verify_backlog → verify.
import type { Draft } from './draft.js';
import type { Pattern } from './pattern.js';

const checksums = (
  'md5 crc64 crc32c crc32c-intel crc32 crc16 crc7 xxhash sha512 sha256 sha1 ' +
  'sha3-224 sha3-256 sha3-384 sha3-512 meta'
).split(' ');
const details = ['do_verify', 'verify_only', 'verify_backlog', 'verify_fatal', 'verify_dump'] as const;

export function convertVerify(draft: Draft, pattern: Pattern): void {
  const kind = draft.options.get('verify') ?? '0';
  if (kind === '0' || !checksums.includes(kind)) {
    if (kind === '0') draft.converted('verify', 'nothing is verified', 'verify');
    else refuseKind(draft, kind);
    for (const name of details) draft.idle(name, 'nothing is verified');
    return;
  }
  const when = whenOf(draft, pattern);
  draft.set('verify', when);
  draft.converted('verify', `each sector carries its place and a CRC32C instead of ${kind}`, 'verify');
  convertDetails(draft, when, pattern);
}

function refuseKind(draft: Draft, kind: string): void {
  if (kind === 'null') draft.refuse('verify', '"null" only pretends to verify', 'Use crc32c, or remove it');
  else if (kind === 'pattern' || kind === 'pattern_hdr') {
    draft.refuse('verify', `"${kind}" checks a fixed pattern, which cannot tell one block from another`, 'Use crc32c');
  } else draft.refuse('verify', `"${kind}" is not a checksum of fio`, `Use one of ${checksums.join(', ')}`);
}

/** fio verifies reads as they come, unless writes are among them; what was written is read back at the end. */
function whenOf(draft: Draft, { writes }: Pattern): 'none' | 'after' | 'during' | 'only' {
  const { options } = draft;
  if (options.get('verify_only') === true) return 'only';
  if (!writes || (options.get('verify_backlog') ?? 0) > 0) return 'during';
  return (options.get('do_verify') ?? true) ? 'after' : 'none';
}

function convertDetails(draft: Draft, when: string, { reads, writes }: Pattern): void {
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
