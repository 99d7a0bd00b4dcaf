// Child process of doctor: tries engines, looks for tools, or tries a mount. Each of them can block.
import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { IoproofError, messageOf } from '../errors.js';
import { inTrialDirectory } from '../mount/trial-directory.js';
import { loadBinding } from '../native/load.js';
import type { FoundTool } from '../result/doctor-node-schema.js';
import { clockOffset } from './file-clock.js';
import type { MountTrial } from '../result/doctor-mount-schema.js';
import { findTool } from '../system/find-tool.js';
import { killTools, runTool } from '../system/tool.js';
import { doctorTools, toolFolders, type ToolToFind } from './doctor-tools.js';
import type { FromDoctor, ToDoctor } from './messages.js';

const trialBytes = 2 ** 20;
const longestVersion = 100;

function send(message: FromDoctor): void {
  process.send?.(message, () => undefined);
}

async function node(toolTimeoutMs: number): Promise<void> {
  const binding = loadBinding();
  send({ type: 'engines', engines: binding.probe(), clock: binding.clockState() });
  const tools = await Promise.all(doctorTools.map((tool) => lookFor(tool, toolTimeoutMs)));
  send({ type: 'tools', tools: tools.filter((tool) => tool !== null) });
}

async function lookFor({ name, versionArgs }: ToolToFind, timeoutMs: number): Promise<FoundTool | null> {
  const { path } = findTool(name, toolFolders, process.env);
  if (path === null) return null;
  if (versionArgs === null) return { name, path, version: '', problem: '' };
  const answer = await runTool(path, versionArgs, { timeoutMs });
  return answer.ok
    ? { name, path, version: firstLine(answer.text), problem: '' }
    : { name, path, version: '', problem: `${answer.code}: ${answer.reason}` };
}

function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\p{Cc}/gu, ' ').trim());
  return (lines.find((line) => line !== '') ?? '').slice(0, longestVersion);
}

function mount(path: string): void {
  const trial = inTrialDirectory(path, 2 * trialBytes, (directory) => {
    const binding = loadBinding();
    const file = join(directory, 'doctor');
    const clock = writeTrial(file);
    const [alignment, reads] = [binding.statxDirect(file), binding.probeReads(file)];
    return { wrote: true, problem: '', direct: binding.probeDirect(directory), alignment, reads, ...clock };
  });
  send({ type: 'tried', trial });
}

/** The time of change is the server's where a file system has one. */
function writeTrial(path: string): Pick<MountTrial, 'clockOffsetMs' | 'clockToleranceMs'> {
  const descriptor = openSync(path, 'wx');
  try {
    const before = Date.now();
    writeSync(descriptor, Buffer.alloc(trialBytes, 0x5a));
    fsyncSync(descriptor);
    const after = Date.now();
    return clockOffset(fstatSync(descriptor, { bigint: true }).mtimeNs, before, after);
  } finally {
    closeSync(descriptor);
  }
}

async function answer(question: ToDoctor): Promise<void> {
  try {
    if (question.type === 'node') await node(question.toolTimeoutMs);
    else mount(question.path);
  } catch (error) {
    const code = error instanceof IoproofError ? error.code : 'DOCTOR_FAILED';
    send({ type: 'failed', problem: `${code}: ${messageOf(error)}` });
  }
  if (process.connected) process.disconnect();
}

process.on('SIGINT', () => undefined);
// Tools are in process groups of their own, which nobody else would end.
process.on('SIGTERM', () => {
  killTools();
  process.exit(1);
});
// Nobody waits for them any more.
process.on('disconnect', killTools);
process.once('message', (question: ToDoctor) => void answer(question));
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');
