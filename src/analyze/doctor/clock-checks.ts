// The clocks: the one that times operations, and the one that nodes compare.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { bad, fine, note, rounded, untold } from './findings.js';

/** Read without a system call. */
const fastSources = ['tsc', 'kvm-clock', 'arch_sys_counter', 'hyperv_clocksource_tsc_page', 'timebase', 'stp', 'tod'];

/** A daemon that hears of nobody lets it grow by 500 ppm; 16 s is what the kernel says at its start. */
const tolerableErrorMs = 100;

export function clockChecks({ clocksource }: Pick<HostRecord, 'clocksource'>, { clock }: DoctorNode): DoctorCheck[] {
  return [sourceCheck(clocksource), ntpCheck(clock)];
}

function sourceCheck(source: string | null): DoctorCheck {
  if (source === null)
    return untold('clock', 'clock source', 'the kernel does not tell', 'See `dmesg | grep -i clocksource`.');
  if (fastSources.includes(source)) return fine('clock', 'clock source', source);
  const finding = `${source}: reading the time costs a system call, which each operation pays`;
  const advice =
    'echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource; see `dmesg | grep -i tsc` if that fails';
  return bad('clock', 'clock source', finding, advice);
}

/** A measurement on one node uses a clock that nobody adjusts, so this matters to several. */
function ntpCheck(clock: DoctorNode['clock']): DoctorCheck {
  const advice = 'Start chronyd, or: timedatectl set-ntp true. Only times of several nodes are compared by this clock.';
  if (clock === null) return untold('clock', 'time', 'nobody could be asked', advice);
  if (clock.refusal !== '') return untold('clock', 'time', `adjtimex: ${clock.refusal}`, advice);
  const maxErrorMs = clock.maxErrorNs / 1e6;
  const bound = `within ${rounded(maxErrorMs)} ms`;
  if (!clock.synchronised) return note('clock', 'time', 'no daemon synchronises the clock', advice);
  const offset = clock.offsetNs === 0 ? '' : `, ${rounded(Math.abs(clock.offsetNs) / 1e6)} ms still to be corrected`;
  const finding = `synchronised, ${bound}${offset}`;
  return maxErrorMs <= tolerableErrorMs ? fine('clock', 'time', finding) : note('clock', 'time', finding, advice);
}
