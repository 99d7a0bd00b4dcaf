// What the terminal can show: width, colour, Unicode.

export interface TerminalLook {
  width: number;
  colour: boolean;
  unicode: boolean;
}

const plainWidth = 100;

/** NO_COLOR and FORCE_COLOR decide before the terminal does (https://no-color.org, https://force-color.org). */
export function lookOf(stream: NodeJS.WriteStream): TerminalLook {
  const { NO_COLOR, FORCE_COLOR, LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL ?? LC_CTYPE ?? LANG ?? '';
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  const forbidden = NO_COLOR !== undefined && NO_COLOR !== '';
  return {
    width: stream.isTTY ? stream.columns : plainWidth,
    colour: !forbidden && (forced || (stream.isTTY && process.env['TERM'] !== 'dumb')),
    unicode: /utf-?8/i.test(locale),
  };
}
