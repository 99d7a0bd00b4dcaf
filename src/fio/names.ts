// Names of workloads from the names of fio's sections.

/** A name of `[a-z0-9][a-z0-9._-]*`; `job` where no letter is left. */
export function workloadName(section: string): string {
  const name = section
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .replace(/-+$/, '');
  return name === '' ? 'job' : name;
}

/** The names in order, where a repeated one gets a number that none has. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; used.has(unique); number++) {
      if (!taken.has(`${name}-${number}`)) unique = `${name}-${number}`;
    }
    used.add(unique);
    taken.add(unique);
    return unique;
  });
}
