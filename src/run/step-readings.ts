// When the counters are read for one step: just before its measured time, once an interval, at its end.
import type { CounterGroup } from './counter-messages.js';
import { LongTimer } from './long-timer.js';
import type { MachineReadings } from './machine-readings.js';
import type { MountReadings } from './mount-readings.js';

/** So long before the start, for timers are late on a busy machine; workers are parked then and do nothing. */
const beforeMs = 8;
/** Tools may take a little longer than the last time. */
const toolMargin = 1.3;

export class StepReadings {
  private readonly startTimer = new LongTimer();
  private readonly toolTimer = new LongTimer();
  private readonly intervalTimer = new LongTimer();
  private begun = false;
  private ended = false;
  private usageAtBegin: NodeJS.CpuUsage | undefined;
  private processorUs = 0;

  constructor(
    private readonly machine: MachineReadings,
    private readonly mount: Promise<MountReadings>,
    private readonly onEnded: (group: CounterGroup) => void,
  ) {}

  /** Seconds of processor time of this process from the first reading to the last one; of all steps that it reads for. */
  get processorSeconds(): number {
    return this.processorUs / 1e6;
  }

  async arm(): Promise<void> {
    this.machine.arm();
    await (await this.mount).arm();
  }

  begin(atNs: bigint, intervalNs: number): void {
    const waitMs = millisecondsTo(atNs) - beforeMs;
    this.startTimer.start(Math.max(0, waitMs), () => {
      if (this.ended) return;
      this.begun = true;
      this.usageAtBegin = process.cpuUsage();
      this.machine.read();
      this.everyInterval(atNs, intervalNs, 1);
    });
    void this.mount.then((mount) => {
      this.beginMount(mount, atNs);
    });
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    for (const timer of [this.startTimer, this.toolTimer, this.intervalTimer]) timer.stop();
    if (this.begun) {
      this.machine.read();
      const { user, system } = process.cpuUsage(this.usageAtBegin);
      this.processorUs = user + system;
    }
    this.onEnded('machine');
    void this.endMount();
  }

  /** What is slow has been read when the step was ready, and is read again where its ramp is long enough. */
  private beginMount(mount: MountReadings, atNs: bigint): void {
    if (mount.isEmpty || this.ended) return;
    const toolMs = (mount.toolCostNs / 1e6) * toolMargin;
    const waitMs = millisecondsTo(atNs) - beforeMs;
    const again = toolMs > 0 && waitMs > toolMs;
    this.toolTimer.start(Math.max(0, again ? waitMs - toolMs : waitMs), () => {
      void mount.begin(again);
    });
  }

  private async endMount(): Promise<void> {
    const mount = await this.mount;
    if (this.begun && !mount.isEmpty) await mount.end();
    this.onEnded('mount');
  }

  private everyInterval(atNs: bigint, intervalNs: number, number: number): void {
    const dueNs = atNs + BigInt(Math.round(intervalNs * number));
    this.intervalTimer.start(Math.max(0, millisecondsTo(dueNs)), () => {
      this.machine.read();
      void this.mount.then((mount) => {
        if (!this.ended) mount.interval();
      });
      const passed = Math.floor(Number(process.hrtime.bigint() - atNs) / intervalNs);
      this.everyInterval(atNs, intervalNs, Math.max(number, passed) + 1);
    });
  }
}

function millisecondsTo(timeNs: bigint): number {
  return Number(timeNs - process.hrtime.bigint()) / 1e6;
}
