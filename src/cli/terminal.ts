// What the terminal can show: width, colour, Unicode.

export interface TerminalLook {
  width: number;
  colour: boolean;
  unicode: boolean;
}

const plainWidth = 100;

const leastWidth = 40;

/** COLUMNS says how wide a text is to be that goes into a pipe or a file. */
function widthFrom(columns: string | undefined): number {
  const width = Number(columns);
  return Number.isInteger(width) && width >= leastWidth ? width : plainWidth;
}

/** NO_COLOR and FORCE_COLOR decide before the terminal does (https://no-color.org, https://force-color.org). */
export function lookOf(stream: NodeJS.WriteStream): TerminalLook {
  const { NO_COLOR, FORCE_COLOR, COLUMNS, LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL ?? LC_CTYPE ?? LANG ?? '';
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const forbidden = NO_COLOR !== undefined && NO_COLOR !== '';
  return {
    width: stream.isTTY ? stream.columns : widthFrom(COLUMNS),
    colour: !forbidden && (forced || (stream.isTTY && process.env['TERM'] !== 'dumb')),
    unicode: /utf-?8/i.test(locale),
  };
}
