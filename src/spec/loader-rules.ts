// What the loaders of a training forbid: keys that one of them does not have, and files that it cannot read.
import type { Breach, Rule } from './rules.js';
import { noEffect } from './sample-rules.js';
import { readersOf } from './training-issue-fields.js';
import { formatBytes } from './units.js';
import type { TrainingWorkload } from './workload.js';

type R = Rule<TrainingWorkload>;

const sectorSize = 512;
const mostThreads = 4096;

export const loaderRules: R[] = [
  ({ loader, format }) =>
    loader === 'tf' && format !== 'tfrecord'
      ? {
          keys: ['loader', 'format'],
          what: `is "tf", which reads format "tfrecord" only, and format is "${format}"`,
          advice: 'Set "loader: torch", or "format: tfrecord"',
        }
      : null,

  ({ loader, format }) =>
    loader !== 'stream' && format === 'parquet'
      ? {
          keys: ['loader', 'format'],
          what: `is "${loader}", and format "parquet" is read by loader "stream" only`,
          advice: 'Set "loader: stream"',
        }
      : null,

  ({ loader, format, samplesPerFile }) =>
    loader === 'stream' && format !== 'parquet' && samplesPerFile > 1
      ? {
          keys: ['loader', 'samplesPerFile', 'format'],
          what: `is "stream", which reads files of one sample or of format "parquet", and samplesPerFile is ${samplesPerFile}`,
          advice: 'Set "loader: torch"',
        }
      : null,

  ({ loader, window }) => (loader !== 'stream' && window > 1 ? streamOnly('window', loader) : null),
  ({ loader, inFlight }) => (loader !== 'stream' && inFlight > 1 ? streamOnly('inFlight', loader) : null),

  ({ inFlight, window }) =>
    inFlight > window
      ? {
          keys: ['inFlight', 'window'],
          what: `must be at most window, ${window}, but is ${inFlight}`,
          advice: 'Lower "inFlight" or raise "window"',
        }
      : null,

  ({ loader, shuffleBuffer }) =>
    loader !== 'tf' && shuffleBuffer > 0
      ? noEffect('shuffleBuffer', ['loader'], `with loader "${loader}"`, 'set "loader: tf"')
      : null,

  ({ shuffleBuffer, sampleShuffle }) =>
    shuffleBuffer > 0 && !sampleShuffle
      ? noEffect('shuffleBuffer', ['sampleShuffle'], 'without "sampleShuffle"', 'set "sampleShuffle: true"')
      : null,

  ({ loader, readSize }) =>
    loader === 'tf' && readSize === null
      ? {
          keys: ['readSize', 'loader'],
          what: 'is null, and loader "tf" reads files from start to end whatever the samples are',
          advice: 'Give "readSize: 256KiB"',
        }
      : null,

  ({ direct, readSize }) =>
    direct && readSize !== null && readSize % sectorSize !== 0
      ? {
          keys: ['readSize', 'direct'],
          what: `must be a multiple of 512B with "direct: true" but is ${formatBytes(readSize)}`,
          advice: `Use ${formatBytes(Math.ceil(readSize / sectorSize) * sectorSize)}, or set "direct: false"`,
        }
      : null,

  ({ direct, loader, format, samplesPerFile }) =>
    direct && loader !== 'tf' && (samplesPerFile > 1 || format === 'parquet')
      ? {
          keys: ['direct', 'samplesPerFile', 'format'],
          what: 'cannot be true where samples begin inside a file, at places that are no whole sectors',
          advice: 'Set "direct: false"',
        }
      : null,
];

/** The readers of all accelerators and the threads that they are spread over. */
export const readerRules: R[] = [
  (workload) => {
    const readers = readersOf(workload);
    const { engine, workers } = workload;
    if (engine !== 'sync' || workers === readers) return null;
    return {
      keys: ['workers', 'engine', 'accelerators', 'readThreads'],
      what: `must be accelerators x readThreads, ${readers}, with engine "sync" but is ${workers}`,
      advice: 'Remove it, or set "engine: io_uring"',
    };
  },

  (workload) => {
    const readers = readersOf(workload);
    const { engine, workers } = workload;
    if (engine === 'sync' || workers <= readers) return null;
    return {
      keys: ['workers', 'accelerators', 'readThreads'],
      what: `must be at most accelerators x readThreads, ${readers}, but is ${workers}`,
      advice: 'Lower it',
    };
  },

  (workload) => {
    const readers = readersOf(workload);
    if (workload.engine !== 'sync' || readers <= mostThreads) return null;
    return {
      keys: ['accelerators', 'readThreads', 'engine', 'workers'],
      what: `have ${readers} readers, and engine "sync" has a thread for each, at most ${mostThreads}`,
      advice: 'Set "engine: io_uring"',
    };
  },

  ({ engine, inFlight }) =>
    engine === 'sync' && inFlight > 1
      ? {
          keys: ['inFlight', 'engine'],
          what: `must be 1 with engine "sync" but is ${inFlight}`,
          advice: 'Set "engine: io_uring"',
        }
      : null,

  (workload) => {
    const { engine, queueDepth, workers, inFlight } = workload;
    const least = Math.ceil(readersOf(workload) / workers) * inFlight;
    if (engine === 'sync' || queueDepth >= least) return null;
    return {
      keys: ['queueDepth', 'workers', 'inFlight', 'readThreads', 'accelerators'],
      what: `must be at least the ${least} items that the readers of a worker have under way but is ${queueDepth}`,
      advice: 'Remove it, or raise "workers"',
    };
  },

  ({ engine, nullEngine, workers }) =>
    engine === 'null' && nullEngine.latency > 0 && workers > 1
      ? {
          keys: ['workers', 'nullEngine', 'engine'],
          what: `must be 1 with the virtual clock of engine "null" but is ${workers}`,
          advice: 'Remove it, or set "nullEngine: {latency: 0s}"',
        }
      : null,
];

function streamOnly(key: 'window' | 'inFlight', loader: string): Breach {
  return noEffect(key, ['loader'], `with loader "${loader}"`, 'set "loader: stream"');
}
