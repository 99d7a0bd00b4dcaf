// Every option is taken over, recorded or refused by name; none is ignored.
import { describe, expect, test } from 'vitest';
import { implementedOptions } from '../../src/fio/implemented-options.js';
import { optionTable } from '../../src/fio/option-table.js';
import { recordedOptions } from '../../src/fio/recorded-options.js';
import { importText, notesAt, problemsOf } from './importing.js';

/** The options that published job files need most. */
const expected = (
  'ioengine rw bs direct numjobs iodepth runtime time_based filename size group_reporting name randrepeat norandommap thread ' +
  'directory refill_buffers stonewall filesize ramp_time rwmixread rwmixwrite filename_format invalidate verify ' +
  'create_on_open create_only create_serialize startdelay loops nrfiles openfiles fallocate buffered sync end_fsync fsync ' +
  'fsync_on_close overwrite rate rate_iops percentile_list lat_percentiles clat_percentiles write_bw_log write_lat_log ' +
  'write_iops_log log_avg_msec write_hist_log log_hist_msec buffer_pattern buffer_compress_percentage ' +
  'buffer_compress_chunk do_verify verify_fatal verify_backlog verify_dump randseed bssplit bsrange fadvise_hint unlink ' +
  'allow_file_create exitall_on_error kb_base description iodepth_batch new_group number_ios io_size file_service_type ' +
  'offset cpus_allowed random_distribution'
).split(' ');

const expectedWithoutEffect =
  'gtod_reduce disk_util clocksource disable_lat disable_clat disable_slat verify_state_save unit_base log_alternate_epoch iodepth_low'.split(
    ' ',
  );

const words = [...optionTable].map(([word, treatment]) => ({ word, treatment }));
const ofKind = (kind: string) => words.filter(({ treatment }) => treatment.kind === kind).map(({ word }) => word);

describe('the table', () => {
  test('takes over what published job files need', () => {
    expect(expected).toHaveLength(74);
    expect(expected.filter((name) => !Object.hasOwn(implementedOptions, name))).toEqual([]);
  });

  test('records what has no effect here, and nothing else', () => {
    expect(Object.keys(recordedOptions).sort()).toEqual([...expectedWithoutEffect].sort());
  });

  test('has each name and alias once', () => {
    const names = words.map(({ treatment }) => treatment).flatMap(({ name, aliases }) => [name, ...aliases]);
    const all = new Set(names);
    expect(all.size).toBe(optionTable.size);
    for (const { word, treatment } of words) {
      expect([treatment.name, ...treatment.aliases]).toContain(word);
    }
  });
});

describe('a refused option', () => {
  test.each(ofKind('refuse'))('%s is refused at its line, with a reason', (word) => {
    const problems = problemsOf(`size=1m\n${word}=something`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^job\.fio:3:1 \S+: is not taken over: it .+\. [A-Z].*\.$/);
    expect(problems[0]).toContain(` ${word}: `);
  });

  test('is told with what to do instead', () => {
    expect(problemsOf('size=1m\nexec_prerun=rm -rf /\nzonemode=strided\nrate_min=1m')).toEqual([
      'job.fio:3:1 exec_prerun: is not taken over: it runs a command, which a job file must not do. Run it before or after ioproof.',
      'job.fio:4:1 zonemode: is not taken over: it belongs to zoned devices and to patterns in zones. Remove it; hot and cold areas are random_distribution=zoned:ACCESS/SIZE:….',
      'job.fio:5:1 rate_min: is not taken over: it judges or adapts the rate during the run. In the workload file, latencyTarget searches the highest rate under a latency; judge results after the run.',
    ]);
  });

  test('with a value that asks for nothing is a note', () => {
    const imported = importText('[a]\nsize=1m\nzonemode=none\npre_read=0\ncontinue_on_error=none\n');
    expect(imported.problems).toEqual([]);
    for (const line of [3, 4, 5]) {
      expect(notesAt(imported, line)).toEqual(['idle: asks for nothing beyond what happens anyway']);
    }
  });

  test('that stands in [global] is told once for all sections', () => {
    const { problems } = importText('[global]\nsize=1m\nnice=5\n[a]\nrw=read\n[b]\nstonewall\nrw=read\n');
    expect(problems).toMatchObject([{ line: 3, key: 'nice' }]);
  });
});

describe('a recorded option', () => {
  test.each([...expectedWithoutEffect, 'log_unix_epoch'])('%s is noted with the reason', (word) => {
    const imported = importText(`[a]\nsize=1m\n${word}=1\n`);
    expect(imported.problems).toEqual([]);
    expect(notesAt(imported, 3)).toEqual([expect.stringMatching(/^recorded: no effect, \S.{10}/)]);
  });

  test('in [global] is told once for all sections', () => {
    const imported = importText('[global]\nsize=1m\ngtod_reduce=1\n[a]\nrw=read\n[b]\nstonewall\nrw=read\n');
    expect(notesAt(imported, 3)).toHaveLength(1);
    expect(imported.workloads.map(({ notes }) => notes.filter(({ line }) => line === 3).length)).toEqual([1, 1]);
  });
});

describe('an unknown option', () => {
  test.each([
    ['iodept=4', 'iodept: is not an option of fio. Did you mean "iodepth"?'],
    ['blocksze=4k', 'blocksze: is not an option of fio. Did you mean "blocksize"?'],
    ['Direct=1', 'Direct: is not an option of fio. Did you mean "direct"?'],
    ['qqqqqq', 'qqqqqq: is not an option of fio. Check the spelling; fio 3.42 has no such option.'],
    ['toString=1', 'toString: is not an option of fio. Check the spelling; fio 3.42 has no such option.'],
  ])('%s is refused', (line, problem) => {
    expect(problemsOf(`size=1m\n${line}`)).toEqual([`job.fio:3:1 ${problem}`]);
  });
});

describe('a value', () => {
  test.each([
    ['direct', 'direct: "" is no value, and fio wants one here. Write direct=….'],
    ['direct=', 'direct: "" is empty. Give a value, or remove the option.'],
    ['direct=yes', 'direct: "yes" is not a number, as fio wants it for a switch. Write 1 or 0.'],
    ['bs= 4k', 'bs: " 4k" starts with a blank, at which fio stops reading units and words. Write bs=4k.'],
    ['iodepth=0', 'iodepth: "0" must be 1 … 4096. Change it.'],
    ['loops=0', 'loops: "0" must be at least 1. Change it.'],
    ['rwmixread=101', 'rwmixread: "101" must be 0 … 100. Change it.'],
    ['sync=maybe', 'sync: "maybe" is not among the values taken over. Use one of 0, 1, none, sync, dsync.'],
    [
      'runtime=10sec',
      'runtime: "10sec" is 10 microseconds for fio, whatever "sec" means. Write a whole number with us, ms, s, m, h or d.',
    ],
    ['bs=4k-8k', 'bs: "4k-8k" is read by fio as a value for reads and one for writes. Separate the two by a comma.'],
    ['startdelay=5-10', 'startdelay: "5-10" is a range, from which fio draws a delay for each job. Write one time.'],
    ['filesize=1m-2m', 'filesize: "1m-2m" gives each file a random size. Write one size, which all files then have.'],
    ['filename=:', 'filename: ":" names nothing. Name it, or remove the option.'],
    [
      'cpus_allowed=3-1',
      'cpus_allowed: "3-1" has "3-1", which is not a processor or range of them. Write it like 0-3,8.',
    ],
    [
      'rw=trim',
      'rw: "trim" trims, which is not done on the files of a mount. Use one of read, write, randread, randwrite, rw, readwrite, randrw.',
    ],
    [
      'rw=both',
      'rw: "both" is not a pattern that fio knows. Use one of read, write, randread, randwrite, rw, readwrite, randrw.',
    ],
    ['bsrange=4k', 'bsrange: "4k" is not a range. Write both ends, like 4k-64k.'],
    ['bsrange=0-4k', 'bsrange: "0-4k" starts with blocks of no bytes. Let it start above 0.'],
    ['bssplit=4k/60:8k/60', 'bssplit: "4k/60:8k/60" adds up to 120 %. Let it be 100.'],
    ['bssplit=4k/33:8k/33:16k/33', 'bssplit: "4k/33:8k/33:16k/33" adds up to 99 %. Let it be 100.'],
    ['bssplit=4k/100:8k/', 'bssplit: "4k/100:8k/" leaves 0 % for 1 without a percent. Give every percent.'],
    ['bssplit=4k/101', 'bssplit: "4k/101" has 101 %. Write percents up to 100.'],
    ['bssplit=4k/5/5', 'bssplit: "4k/5/5" has an entry with two "/". Write VALUE/PERCENT:VALUE/PERCENT.'],
    [
      'random_distribution=zipf:1',
      'random_distribution: "zipf:1" is outside of the range that fio takes. zipf: above 0 but not 1; pareto: between 0 and 1; normal: between 0 and 100.',
    ],
    [
      'random_distribution=zipf:1.2:0.5',
      'random_distribution: "zipf:1.2:0.5" has a center, which has no counterpart here. Remove it.',
    ],
    [
      'random_distribution=normal',
      'random_distribution: "normal" has no deviation; fio would then take 0. Write it, like normal:20.',
    ],
    [
      'random_distribution=zoned:50/50',
      'random_distribution: "zoned:50/50" covers 50 % of the operations and 50 % of the space. Let both be 100.',
    ],
    [
      'random_distribution=zoned_abs:60/10m:40/90m',
      'random_distribution: "zoned_abs:60/10m:40/90m" is not a distribution that is taken over. Use random, zipf:THETA, pareto:H, normal:DEVIATION or zoned:ACCESS/SIZE:….',
    ],
    [
      'file_service_type=zipf:1.2',
      'file_service_type: "zipf:1.2" has no counterpart here. Use roundrobin, random or sequential.',
    ],
    [
      'steadystate=iops:100',
      'steadystate: "iops:100" is not a limit in percent of IOPS or bandwidth. Write it like iops_slope:0.3%.',
    ],
    [
      "buffer_pattern='file'",
      `buffer_pattern: "'file'" takes its bytes from a file. Write hexadecimal digits, like 0xdeadface, or a text in double quotes.`,
    ],
    [
      'buffer_pattern=%o',
      'buffer_pattern: "%o" has "%", which fio does not know in a pattern. Write hexadecimal digits, like 0xdeadface, or a text in double quotes.',
    ],
    ['kb_base=1023', 'kb_base: "1023" is not among the values taken over. Use one of 1000, 1024.'],
  ])('%s is refused', (line, problem) => {
    expect(problemsOf(`size=1m\n${line}`)).toEqual([`job.fio:3:1 ${problem}`]);
  });

  test('after a blank is read where fio reads it too', () => {
    expect(problemsOf('size=1m\niodepth = 4')).toEqual([]);
  });

  test('is read even where a later line replaces it', () => {
    expect(problemsOf('size=1x\nsize=1m')).toHaveLength(1);
  });
});
