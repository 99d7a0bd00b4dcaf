// What the terminal can show: width, colour, Unicode.

export interface TerminalLook {
  width: number;
  colour: boolean;
  unicode: boolean;
}

type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

const plainWidth = 100;

const leastWidth = 40;

/** COLUMNS says how wide a text is to be that goes into a pipe or a file. */
function widthFrom(columns: string | undefined): number {
  const width = Number(columns);
  return Number.isInteger(width) && width >= leastWidth ? width : plainWidth;
}

/** A terminal of a container or of a batch system may not know how large it is, and says 0. */
export function hasSize(stream: Screen): boolean {
  return stream.isTTY && stream.columns > 0;
}

/** NO_COLOR and FORCE_COLOR decide before the terminal does (https://no-color.org, https://force-color.org). */
export function lookOf(stream: Screen): TerminalLook {
  const { NO_COLOR, FORCE_COLOR, COLUMNS, LC_ALL, LC_CTYPE, LANG } = process.env;
  // An empty one counts as not set (setlocale(3)).
  const locale = [LC_ALL, LC_CTYPE, LANG].find((name) => name !== undefined && name !== '') ?? '';
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const forbidden = NO_COLOR !== undefined && NO_COLOR !== '';
  return {
    width: hasSize(stream) ? stream.columns : widthFrom(COLUMNS),
    colour: !forbidden && (forced || (stream.isTTY && process.env['TERM'] !== 'dumb')),
    unicode: /utf-?8/i.test(locale),
  };
}
