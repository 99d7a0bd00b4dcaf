// Reads metrics by the grammar of OpenMetrics 1.0, as far as gauges and histograms go; an error says what is wrong.

export interface ParsedSample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface ParsedFamily {
  type: string;
  unit: string;
  help: string;
  samples: ParsedSample[];
}

const suffixes: Readonly<Record<string, readonly string[]>> = {
  gauge: [''],
  histogram: ['_bucket', '_count', '_sum'],
};

/** Families by name. Throws where the text is not what the specification demands. */
export function parseMetrics(text: string): Map<string, ParsedFamily> {
  if (!text.endsWith('# EOF\n')) throw new Error('the text does not end with # EOF');
  const families = new Map<string, ParsedFamily>();
  let current = { name: '', family: { type: '', unit: '', help: '', samples: [] } as ParsedFamily };
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const meta = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (meta === null) {
      addSample(current, parseSample(line));
      continue;
    }
    const [, word = '', name = '', rest = ''] = meta;
    if (name !== current.name) {
      if (families.has(name)) throw new Error(`${name} is not in one piece`);
      current = { name, family: { type: '', unit: '', help: '', samples: [] } };
      families.set(name, current.family);
    }
    if (current.family.samples.length > 0) throw new Error(`${word} of ${name} after its samples`);
    current.family[word.toLowerCase() as 'type' | 'unit' | 'help'] = rest;
    if (word === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} does not end with its unit ${rest}`);
  }
  return families;
}

function addSample({ name, family }: { name: string; family: ParsedFamily }, sample: ParsedSample): void {
  const fits = (suffixes[family.type] ?? []).some((suffix) => sample.name === name + suffix);
  if (!fits) throw new Error(`${sample.name} is no sample of ${name}, a ${family.type}`);
  const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
  const twice = family.samples.some(
    (other) => JSON.stringify([other.name, Object.entries(other.labels).sort()]) === key,
  );
  if (twice) throw new Error(`twice: ${key}`);
  family.samples.push(sample);
}

function parseSample(line: string): ParsedSample {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (match === null) throw new Error(`no sample: ${line}`);
  const [, name = '', inner = '', value = ''] = match;
  if (!/^([+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?|[+-]?Inf|NaN)$/i.test(value)) throw new Error(`no number: ${value}`);
  return { name, labels: parseLabels(inner), value: Number(value.replace('Inf', 'Infinity')) };
}

/** The inside of the braces. */
export function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
  while (label.lastIndex < text.length) {
    const match = label.exec(text);
    if (match === null) throw new Error(`no label: ${text}`);
    const [, name = '', value = ''] = match;
    if (name in labels) throw new Error(`the label ${name} is there twice`);
    labels[name] = value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
  }
  return labels;
}
