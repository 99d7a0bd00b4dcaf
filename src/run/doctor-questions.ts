// Asks child processes what doctor wants to know of the machine and of a mount, and gives up on them in time.
import type { MountTrial } from '../result/doctor-mount-schema.js';
import type { DoctorNode } from '../result/doctor-node-schema.js';
import { Child, type ChildEnd } from './child-process.js';
import type { FromDoctor, ToDoctor } from './messages.js';

/** A tool that needs longer for its version is not worth waiting for. */
const toolPatienceMs = 3000;

export const untriedMount: MountTrial = {
  wrote: false,
  problem: '',
  direct: null,
  alignment: null,
  reads: null,
  clockOffsetMs: null,
  clockToleranceMs: null,
};

export type NodeAnswers = Pick<DoctorNode, 'problem' | 'engines' | 'clock' | 'tools'>;

/** Engines, clock and tools; what came before a hang counts. Never rejects for what it finds. */
export async function askNode(deadlineMs: number): Promise<NodeAnswers> {
  const toolTimeoutMs = Math.min(toolPatienceMs, deadlineMs);
  const { messages, silence } = await ask({ type: 'node', toolTimeoutMs }, deadlineMs);
  const engines = messages.find((message) => message.type === 'engines');
  const tools = messages.find((message) => message.type === 'tools');
  const failed = messages.find((message) => message.type === 'failed');
  return {
    problem: failed?.problem ?? (tools === undefined ? silence : ''),
    engines: engines?.engines ?? [],
    clock: engines?.clock ?? null,
    tools: tools?.tools ?? [],
  };
}

/** Tries the mount in a file of the tool's own. Never rejects for what it finds. */
export async function tryMount(path: string, deadlineMs: number): Promise<MountTrial> {
  const { messages, silence } = await ask({ type: 'mount', path }, deadlineMs);
  const tried = messages.find((message) => message.type === 'tried');
  const failed = messages.find((message) => message.type === 'failed');
  return tried?.trial ?? { ...untriedMount, problem: failed?.problem ?? silence };
}

interface Heard {
  messages: FromDoctor[];
  /** What to say where something is not among them. */
  silence: string;
}

async function ask(question: ToDoctor, deadlineMs: number): Promise<Heard> {
  const messages: FromDoctor[] = [];
  const child = new Child<ToDoctor, FromDoctor>('./doctor-child.js', (message) => messages.push(message));
  child.send(question);
  const patience = { isOver: false };
  const timer = setTimeout(() => {
    patience.isOver = true;
    void child.kill();
  }, deadlineMs);
  const end = await child.ended;
  clearTimeout(timer);
  return { messages, silence: patience.isOver ? silent(end, deadlineMs) : ended(end, child.lastWords) };
}

function silent({ blockedIn }: ChildEnd, deadlineMs: number): string {
  const where = blockedIn === null ? '' : `; its process was left behind, blocked in the kernel (${blockedIn})`;
  return `DOCTOR_TIMED_OUT: no answer within ${deadlineMs / 1000} s${where}; see --grace`;
}

function ended({ exitCode, signal }: ChildEnd, lastWords: string): string {
  const how = signal === null ? `exit code ${String(exitCode)}` : `signal ${signal}`;
  const words = lastWords === '' ? '' : `: ${lastWords.split('\n').slice(-3).join(' | ')}`;
  return `DOCTOR_CRASHED: its process ended without an answer, with ${how}${words}`;
}
