// Other work on the machine at the moment, which shares its processors, memory and disks with the measurement.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode, MachineState } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { bad, fine, note, rounded } from './findings.js';

/** Of the processors: above the first, figures are disturbed; above the second, it is worth saying. */
const busyFraction = 0.5;
const noticeableFraction = 0.1;
/** Percent of the last ten seconds in which some task waited. */
const disturbingPressure = 5;
const noticeablePressure = 1;

export function loadChecks({ cpu }: Pick<HostRecord, 'cpu'>, { loadOne, pressure, raids }: DoctorNode): DoctorCheck[] {
  return [
    ...(loadOne === null ? [] : [loadCheck(loadOne, Math.max(1, cpu.threads))]),
    ...pressureCheck('processors', pressure.cpuSome),
    ...pressureCheck('I/O', pressure.ioSome),
    ...pressureCheck('memory', pressure.memorySome),
    ...raids.flatMap(raidCheck),
  ];
}

function loadCheck(load: number, threads: number): DoctorCheck {
  const finding = `${rounded(load)} tasks on ${threads} processors over the last minute`;
  const advice = 'See `top -b -n1 | head -20`; wait until it is over, or ask for a node of your own.';
  if (load > threads * busyFraction) return bad('load', 'load', finding, advice);
  return load > threads * noticeableFraction ? note('load', 'load', finding, advice) : fine('load', 'load', finding);
}

function pressureCheck(of: string, percent: MachineState['pressure']['ioSome']): DoctorCheck[] {
  if (percent === null || percent <= noticeablePressure) return [];
  const finding = `tasks waited for ${of} in ${rounded(percent)} % of the last 10 s`;
  const advice = of === 'I/O' ? 'See `iotop -boP -n1`, or `pidstat -d 1 3`.' : 'See `top -b -n1 | head -20`.';
  const check = percent > disturbingPressure ? bad : note;
  return [check('load', `wait for ${of}`, finding, advice)];
}

function raidCheck({ name, level, degraded, activity }: MachineState['raids'][number]): DoctorCheck[] {
  const missing = degraded ?? 0;
  if (missing > 0) {
    return [bad('load', name, `${level} without ${missing} of its members`, `mdadm --detail /dev/${name}`)];
  }
  if (activity === 'idle' || activity === 'frozen') return [];
  return [bad('load', name, `${level} is busy with ${activity}`, `Wait: mdadm --wait /dev/${name}`)];
}
