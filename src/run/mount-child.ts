// Child process that touches mounts before and after a run: a dead mount blocks it and not the CLI.
import { exitCodes, IoproofError, messageOf } from '../errors.js';
import { requireOwnFiles } from '../mount/checkpoints.js';
import { checkMount, checkMounts, requireUsable } from '../mount/check.js';
import { clean } from '../mount/clean.js';
import { describeMount } from '../mount/describe.js';
import type { MountRequest } from '../plan/planned-step.js';
import type { FileSystemRecord } from '../result/schema.js';
import type { CleanedMount, FromMount, InspectedMount, Refusal, ToMount } from './messages.js';

function inspect(mounts: MountRequest[]): InspectedMount[] {
  const checks = askEach(mounts, (mount) => checkMounts([mount]));
  const capacities = requireUsable({
    capacities: checks.flatMap((check) => check.capacities),
    problems: checks.flatMap((check) => check.problems),
  });
  return askEach(capacities, (capacity) => {
    const fileSystem: FileSystemRecord = describeMount(capacity.path);
    return { capacity: { ...capacity, fileSystem: fileSystem.system?.kind ?? 'other' }, fileSystem };
  });
}

/** Those that can be opened, each with what stands against measuring on it; nothing but a path that leads nowhere is refused. */
function look(mounts: MountRequest[]): InspectedMount[] {
  const seen = askEach(mounts, (mount) => ({ mount, ...checkMount(mount) }));
  requireUsable({
    capacities: [],
    problems: seen
      .filter(({ capacity }) => capacity === null)
      .flatMap(({ mount, troubles }) =>
        troubles.map((trouble) => ({ mount: mount.name, path: mount.path, ...trouble })),
      ),
  });
  return askEach(
    seen.flatMap(({ capacity, troubles }) => (capacity === null ? [] : [{ ...capacity, troubles }])),
    ({ troubles, ...capacity }) => ({ capacity, fileSystem: describeMount(capacity.path), troubles }),
  );
}

function cleanAll(mounts: MountRequest[]): CleanedMount[] {
  return askEach(mounts, ({ name, path }) => ({ name, path, ...clean(path) }));
}

function askEach<Mount extends MountRequest, Answer>(mounts: Mount[], ask: (mount: Mount) => Answer): Answer[] {
  return mounts.map((mount) => {
    send({ type: 'asking', mount: { name: mount.name, path: mount.path } });
    return ask(mount);
  });
}

function send(message: FromMount, done: () => void = () => undefined): void {
  process.send?.(message, done);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof IoproofError) {
    return { code: error.code, message: error.message, advice: error.advice, exitCode: error.exitCode };
  }
  return { code: 'MOUNT_FAILED', message: messageOf(error), advice: '', exitCode: exitCodes.failed };
}

function answer(request: ToMount): FromMount {
  try {
    if (request.type === 'inspect') return { type: 'inspected', mounts: inspect(request.mounts) };
    if (request.type === 'look') return { type: 'inspected', mounts: look(request.mounts) };
    if (request.type === 'clean') return { type: 'cleaned', mounts: cleanAll(request.mounts) };
    for (const place of request.places) {
      send({ type: 'asking', mount: { name: place.directory, path: place.mountPath } });
      requireOwnFiles(place);
    }
    return { type: 'own' };
  } catch (error) {
    return { type: 'refused', refusal: refusalOf(error) };
  }
}

process.on('SIGINT', () => undefined);
process.once('message', (request: ToMount) => {
  send(answer(request), () => {
    process.disconnect();
  });
});
if (process.send === undefined) throw new IoproofError('NOT_A_CHILD', 'this program is started by ioproof only');
