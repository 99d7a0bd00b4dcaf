// Formats of a report: their names, and which the name of the output file means.
import { exitCodes, IoproofError } from '../../errors.js';

/** Endings of file names for each format; the first format of an ending is what the ending means by itself. */
const endings = {
  text: ['.txt'],
  html: ['.html', '.htm'],
  md: ['.md', '.markdown'],
  csv: ['.csv'],
  json: ['.json'],
  junit: ['.xml'],
  openmetrics: ['.prom'],
  'fio-json': ['.json'],
  'fio-json+': ['.json'],
  mdtest: ['.txt'],
} as const satisfies Record<string, readonly string[]>;

export type ReportFormat = keyof typeof endings;

export const reportFormats = Object.keys(endings) as ReportFormat[];

/**
 * The format that was asked for, else the one that the name of the file means; text where it has no ending. Throws FORMAT_UNCLEAR
 * with exit code 2 where both say different things, and FORMAT_UNKNOWN where neither says one.
 */
export function formatOf(asked: ReportFormat | undefined, output: string | undefined): ReportFormat {
  const ending = /\.[a-z]+$/i.exec(output ?? '')?.[0].toLowerCase() ?? '';
  const meant = reportFormats.filter((format) => (endings[format] as readonly string[]).includes(ending));
  const [first] = meant;
  if (asked === undefined && first === undefined && ending !== '') throw unknownEnding(ending, output);
  if (asked === undefined) return first ?? 'text';
  if (first === undefined || meant.includes(asked)) return asked;
  throw new IoproofError(
    'FORMAT_UNCLEAR',
    `--format ${asked} and -o ${output ?? ''}: "${ending}" is the ending of ${first}.`,
    {
      advice: `Leave out --format, or give the file an ending such as "${endings[asked][0]}".`,
      exitCode: exitCodes.usage,
      details: { format: asked, output },
    },
  );
}

/** A table in a file that calls itself something else would be found out late. */
function unknownEnding(ending: string, output: string | undefined): IoproofError {
  const known = [...new Set(reportFormats.flatMap((format) => endings[format] as readonly string[]))];
  return new IoproofError('FORMAT_UNKNOWN', `-o ${output ?? ''}: "${ending}" is the ending of no format.`, {
    advice: `Name the format with --format, or give the file one of the endings ${known.join(', ')}.`,
    exitCode: exitCodes.usage,
    details: { output },
  });
}
