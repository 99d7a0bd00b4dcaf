// `lfs` of a Lustre with four OSTs and a pool `ssd` for tests: what is set on a directory is what it and its files have.
import { FakeTools } from './fake-tools.js';

export interface FakeLustre {
  /** Stripes that files and directories are told to have, whatever was set. */
  lies?: number;
  /** Stripes that a file gets at most; directories keep what was set. */
  files?: number;
}

/** Names that the state is kept under: directories with `_` for `/`. */
const script = ({ lies = 0, files = 4 }: FakeLustre): string => `
key() { printf '%s/set%s' "$state" "$(printf '%s' "$1" | tr / _)"; }
case "$1" in
setstripe)
  shift; count=0; size=0; pool=
  while [ $# -gt 1 ]; do
    case "$1" in
    -c) count=$2;; -S) size=$2;; -p) pool=$2;;
    *) echo "lfs setstripe: unrecognized option '$1'" >&2; exit 22;;
    esac
    shift 2
  done
  case "$pool" in ''|ssd) ;; *) echo "error: setstripe: pool '$pool' does not exist" >&2; exit 2;; esac
  ls -A "$1" > "$state/found"
  printf '%s %s %s\\n' "$count" "$size" "$pool" > "$(key "$1")"
  exit 0;;
getstripe)
  for path; do :; done
  from=$path
  while [ "$from" != / ] && [ ! -f "$(key "$from")" ]; do from=$(dirname "$from"); done
  count=0; size=0; pool=
  [ -f "$(key "$from")" ] && read -r count size pool < "$(key "$from")"
  [ "$count" = 0 ] && count=1
  [ "$size" = 0 ] && size=1048576
  [ ${lies} -gt 0 ] && count=${lies}
  if [ ! -d "$path" ]; then
    [ "$count" = -1 ] && count=4
    [ "$count" -gt ${files} ] && count=${files}
  fi
  echo "lmm_stripe_count:  $count"
  echo "lmm_stripe_size:   $size"
  echo "lmm_pattern:       raid0"
  echo "lmm_layout_gen:    0"
  echo "lmm_stripe_offset: $([ -d "$path" ] && echo -1 || echo 0)"
  [ -n "$pool" ] && echo "lmm_pool:          $pool"
  [ -d "$path" ] && exit 0
  echo "lmm_objects:"
  index=0
  while [ $index -lt "$count" ]; do
    echo "      - l_ost_idx: $index"
    echo "        l_fid:     0x10000000$index:0x2:0x0"
    index=$((index + 1))
  done
  exit 0;;
getdirstripe)
  printf 'lmv_stripe_count: 0 lmv_stripe_offset: 0 lmv_hash_type: none\\n'
  exit 0;;
esac
echo "lfs: unknown command: $1" >&2
exit 64`;

/** Its folder goes before all others in PATH. */
export function fakeLustre(behaviour: FakeLustre = {}): FakeTools {
  return new FakeTools({ lfs: [{ script: script(behaviour) }] });
}
