// The command line itself: options in any order, help with examples, and usage errors with exit code 2.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nullWorkload, Workplace } from '../helpers/cli.js';

const commands = ['run', 'plan', 'list', 'show', 'clean', 'schema'];
const brief = { 'brief.yaml': nullWorkload('brief', 'runtime: 50ms') };
const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8')) as {
  version: string;
};

describe('options', () => {
  test.each([
    ['before the workload', ['--mount', 'a=.', '--set', 'workers=2', 'brief.yaml']],
    ['after the workload', ['brief.yaml', '--mount', 'a=.', '--set', 'workers=2']],
    ['with an equals sign', ['--mount=a=.', 'brief.yaml', '--set=workers=2']],
  ])('may stand %s', (_where, args) => {
    const { exitCode, stdout } = new Workplace(brief).run('run', ...args, '--quiet', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      mounts: [{ name: 'a' }],
      steps: [{ id: 'brief/a/1', job: { workers: 2 }, workers: [{ worker: 0 }, { worker: 1 }] }],
    });
  });

  test('that are repeated keep their order', () => {
    const place = new Workplace(brief);
    place.mount('second');
    const mounts = ['--mount', 'b=second', '--mount', 'a=.'];
    const { stdout } = place.run(
      'plan',
      ...mounts,
      '--set',
      'workers=2',
      '--set',
      'queueDepth=3',
      'brief.yaml',
      '--json',
    );
    const { steps } = JSON.parse(stdout) as { steps: object[] };
    expect(steps).toMatchObject([
      { mount: 'b', mountPath: place.path('second'), spec: { workers: 2, queueDepth: 3 } },
      { mount: 'a', mountPath: place.directory, spec: { workers: 2, queueDepth: 3 } },
    ]);
  });

  test('of --set that name a key twice are refused, since one of them would be ignored', () => {
    const twice = ['--set', 'queueDepth=2', '--set', 'queueDepth=3'];
    const { exitCode, stderr } = new Workplace(brief).run('plan', 'brief.yaml', ...twice);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '--set queueDepth: is given twice. Remove one.\n' });
  });
});

describe('help', () => {
  test('of the whole names every command, an example and the exit codes', () => {
    const { exitCode, stdout } = new Workplace().run('--help');
    expect(exitCode).toBe(0);
    for (const command of commands) expect(stdout).toContain(`ioproof ${command}`);
    expect(stdout).toContain('ioproof run quick');
    expect(stdout.replace(/\s+/g, ' ')).toContain('0 done, 1 an acceptance was breached, 2 usage or workload problem');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each(commands)('of %s has an example', (command) => {
    const { exitCode, stdout, stderr } = new Workplace().run(command, '--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`Examples:\\n +ioproof ${command}`));
  });

  test('and the version, which is that of the package, end with 0', () => {
    expect(new Workplace().run('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('usage errors end with 2, say what is wrong and print no result:', () => {
  test.each([
    { args: [], says: 'Name a command.' },
    { args: ['rum', 'quick'], says: 'rum' },
    { args: ['run'], says: '<workloads..> is missing' },
    { args: ['run', 'quick', '--colour'], says: 'colour' },
    { args: ['run', 'quick', '--mount'], says: 'mount' },
    { args: ['run', 'quick', '--mount', '--json'], says: 'mount' },
    { args: ['run', 'quick', '--set'], says: 'set' },
    { args: ['run', 'quick', '--repeat'], says: 'repeat' },
    { args: ['run', 'quick', '--repeat', 'x'], says: '--repeat' },
    { args: ['run', 'quick', '--repeat', '1.5'], says: '--repeat 1.5' },
    { args: ['run', 'quick', '--out'], says: 'out' },
    { args: ['run', 'quick', '--grace', 'soon'], says: '--grace "soon"' },
    { args: ['run', 'quick', '--grace', '0s'], says: '--grace "0s"' },
    { args: ['clean', '--mount', 'nothing'], says: '--mount "nothing"' },
    { args: ['clean', '--mount', 'gone=nowhere'], says: 'does not exist' },
    { args: ['show'], says: '<workload> is missing' },
    { args: ['show', 'nonsense'], says: 'nonsense' },
    { args: ['schema', 'walk'], says: 'walk' },
  ])('ioproof $args', ({ args, says }) => {
    const { exitCode, stdout, stderr } = new Workplace().run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/unexpected failure|^\s+at /m);
  });
});
