// What the file system was recognised as, and what its tools did not tell.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FoundTool } from '../../result/doctor-node-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { fine, listed, note } from './findings.js';

type System = NonNullable<FileSystemRecord['system']>;

/** Tools of which at least one must be there for layout, targets or counters. */
const toolsOf: Partial<Record<System['kind'], { tools: readonly string[]; what: string }>> = {
  lustre: { tools: ['lfs', 'lctl'], what: 'layout, space of targets and counters' },
  beegfs: { tools: ['beegfs', 'beegfs-ctl'], what: 'layout and space of targets' },
  beeond: { tools: ['beegfs', 'beegfs-ctl'], what: 'layout and space of targets' },
  wekafs: { tools: ['weka'], what: 'facts and counters' },
  gpfs: { tools: ['mmlsfs', 'mmlsattr'], what: 'pools and layout' },
  daos: { tools: ['daos'], what: 'object class and pool' },
};

export function systemChecks({ system, type, source }: FileSystemRecord, tools: readonly FoundTool[]): DoctorCheck[] {
  if (system === undefined) return [fine('file-system', 'file system', `${type}, ${source}`)];
  const version = system.version === '' ? '' : ` ${system.version}`;
  const isEmpty = system.kind === 'other';
  const finding = `${system.title}${version}, by ${system.evidence}`;
  const advice = 'Its figures are measured all the same; its layout and counters are not known to this tool.';
  return [
    isEmpty ? note('file-system', 'file system', finding, advice) : fine('file-system', 'file system', finding),
    ...upperCheck(system),
    ...missingTools(system, tools),
    ...silentQuestions(system),
  ];
}

/** What is written to an overlay goes to another file system. */
function upperCheck({ details }: System): DoctorCheck[] {
  const { upperTitle, upperMountPoint } = details;
  if (upperTitle === undefined) return [];
  const finding = `an overlay on ${String(upperTitle)} at ${String(upperMountPoint)}`;
  return [
    note('file-system', 'upper', finding, 'Measure the file system below: the overlay adds look-ups of its own.'),
  ];
}

function missingTools({ kind }: System, found: readonly FoundTool[]): DoctorCheck[] {
  const wanted = toolsOf[kind];
  if (wanted === undefined || found.some(({ name }) => wanted.tools.includes(name))) return [];
  const finding = `none of ${listed(wanted.tools)} is in PATH: ${wanted.what} stay unknown`;
  return [note('file-system', 'tools', finding, 'Install the client tools on this node, or extend PATH.')];
}

/** What needs another right is asked for by nobody else, so it is told with its reason. */
function silentQuestions({ asked }: System): DoctorCheck[] {
  return asked
    .filter(({ state }) => state !== 'answered' && state !== 'MISSING')
    .map(({ what, state, reason }) => {
      const advice =
        state === 'REFUSED' ? 'Run it once as root, or log in to the file system first.' : 'Try the command by hand.';
      return note('file-system', 'not told', `${what}: ${state}: ${reason}`, advice);
    });
}
