// The options of GPU memory: what they change in a plan, libraries that are not there, and the demand for a direct path.
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/planned-step.js';
import { stubEnvironment } from '../../process/preload.js';
import { nullWorkload, Workplace } from '../../helpers/cli.js';

const direct = ['kind: block', 'name: direct', 'engine: cufile', 'size: 1MiB', 'passes: 1', ''].join('\n');
const files = { 'direct.yaml': direct, 'brief.yaml': nullWorkload('brief', 'runtime: 50ms') };

function specOf(place: Workplace, ...options: string[]) {
  const { stdout } = place.run('plan', 'direct.yaml', '--json', ...options);
  return (JSON.parse(stdout) as Plan).steps[0]?.spec;
}

describe('libraries', () => {
  test('are those of the system unless they are named', () => {
    expect(specOf(new Workplace(files))).toMatchObject({ cudaLibrary: '', cufileLibrary: '' });
  });

  test('are named by options; paths start from here, and a mere name is for the loader', () => {
    const place = new Workplace(files);
    expect(specOf(place, '--cuda-lib', './libcuda.so.1', '--cufile-lib', 'libcufile.so.0')).toMatchObject({
      cudaLibrary: place.path('libcuda.so.1'),
      cufileLibrary: 'libcufile.so.0',
    });
  });

  test('are named by the environment where no option does', () => {
    stubEnvironment('IOPROOF_CUDA_LIB', '/opt/cuda.so');
    stubEnvironment('IOPROOF_CUFILE_LIB', '/opt/cufile.so');
    const place = new Workplace(files);
    expect(specOf(place)).toMatchObject({ cudaLibrary: '/opt/cuda.so', cufileLibrary: '/opt/cufile.so' });
    expect(specOf(place, '--cuda-lib', '/mine.so')).toMatchObject({ cudaLibrary: '/mine.so' });
  });
});

test('--gds-allow-compat is a key of the workload in the plan', () => {
  expect(specOf(new Workplace(files))).toMatchObject({ cufileCompat: 'refuse' });
  expect(specOf(new Workplace(files), '--gds-allow-compat')).toMatchObject({ cufileCompat: 'allow' });
});

describe('a library that is not there', () => {
  const missing = ['--cuda-lib', '/nonexistent/libcuda.so.1', '--quiet'];

  test('fails the steps that need it by name, and the others run', () => {
    const place = new Workplace(files);
    const { exitCode } = place.run('run', 'direct.yaml', 'brief.yaml', ...missing);
    expect(exitCode).toBe(3);
    const [step, other] = place.record().steps;
    expect(step).toMatchObject({ status: 'failed', error: { code: 'CUDA_LIBRARY_MISSING' } });
    expect(step?.error?.message).toContain('/nonexistent/libcuda.so.1');
    expect(other?.status).toBe('complete');
  });

  test('is no direct path: --require-gds tells the step, and the exit code is 1', () => {
    const { exitCode, stderr } = new Workplace(files).run('run', 'direct.yaml', '--require-gds', ...missing);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ioproof: --require-gds: direct\/here\/1 failed: .*libcuda\.so\.1/m);
  });
});

test('--require-gds without a step of cufile is a usage error, before anything runs', () => {
  const place = new Workplace(files);
  const { exitCode, stderr } = place.run('run', 'brief.yaml', '--require-gds');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--require-gds: no step is of engine "cufile"');
});
