// Gives each job section the options of the [global] sections before it.
import type { KbBase } from './fio-units.js';
import type { IniOption, IniSection } from './ini.js';

export interface FioOption extends IniOption {
  /** How the amounts of its section are read. */
  kbBase: KbBase;
}

/** A job section with everything that holds for it, in the order in which fio reads it: later lines win. */
export interface FioJob {
  section: string;
  file: string;
  line: number;
  options: FioOption[];
  /** Words of its lines that could not be read. */
  unreadable: string[];
}

export interface FioJobs {
  jobs: FioJob[];
  /** Options of [global] sections after the last job, which hold for nothing. */
  unused: FioOption[];
}

export function jobsOf(sections: readonly IniSection[]): FioJobs {
  const jobs: FioJob[] = [];
  let globals: FioOption[] = [];
  let unreadable: string[] = [];
  let kbBase: KbBase = 1024;
  let unused: FioOption[] = [];
  for (const section of sections.filter(({ name }) => name !== '')) {
    const own = withBase(section.options, baseOf(section.options) ?? kbBase);
    if (section.isGlobal) {
      globals = [...globals, ...own];
      unreadable = [...unreadable, ...section.unreadable];
      kbBase = own.at(-1)?.kbBase ?? kbBase;
      unused = [...unused, ...own];
    } else {
      jobs.push({
        section: section.name,
        file: section.file,
        line: section.line,
        options: [...globals, ...own],
        unreadable: [...unreadable, ...section.unreadable],
      });
      unused = [];
    }
  }
  return { jobs, unused };
}

function withBase(options: readonly IniOption[], kbBase: KbBase): FioOption[] {
  return options.map((option) => ({ ...option, kbBase }));
}

/** fio reads kb_base before the other options of its section, wherever it stands. */
function baseOf(options: readonly IniOption[]): KbBase | null {
  const last = options.findLast(({ word }) => word === 'kb_base')?.value?.trim();
  if (last === '1000') return 1000;
  return last === '1024' ? 1024 : null;
}
