// Colours, dashes and symbols of charts: one of each for a mount, the same in every chart, told apart without colour too.

export type Theme = 'light' | 'dark' | 'print';

export interface Palette {
  background: string;
  text: string;
  /** Axis labels and subtitles. */
  faded: string;
  axis: string;
  grid: string;
  /** Stretches and instants that have a name. */
  mark: string;
  /** On bars, to tell them apart. */
  stripe: string;
  /** Of counts in heatmaps, from few to many. */
  ramp: readonly string[];
  /** One a mount. After Okabe and Ito, darker or lighter, so that each has 3:1 against the background. */
  mounts: readonly string[];
}

const onLight = [
  ...['#0072b2', '#d55e00', '#008060', '#b8558a', '#b07800'],
  ...['#0095a8', '#5d3a9b', '#7a4a21', '#4d4d4d', '#808500'],
];
const onDark = [
  ...['#56b4e9', '#ff8c42', '#2fd0a0', '#e79ac5', '#ffc44d'],
  ...['#5fe0ee', '#b497e7', '#d0a070', '#c8c8c8', '#f0e442'],
];
/** Cividis, which looks the same to the colour-blind. */
const cividis = ['#fee838', '#d9c55c', '#b3a76e', '#918b76', '#707173', '#52596d', '#30416a', '#00224e'];

const light: Palette = {
  background: '#ffffff',
  text: '#1a1a1a',
  faded: '#555555',
  axis: '#8a8a8a',
  grid: '#e4e4e4',
  mark: '#6b6b6b',
  stripe: 'rgba(255,255,255,0.5)',
  ramp: ['#f4eec4', ...cividis.slice(1)],
  mounts: onLight,
};

export const palettes: Record<Theme, Palette> = {
  light,
  dark: {
    background: '#15181c',
    text: '#f0f0f0',
    faded: '#b4b8bd',
    axis: '#7d838a',
    grid: '#31363c',
    mark: '#a6abb1',
    stripe: 'rgba(0,0,0,0.4)',
    ramp: [...cividis].reverse().map((colour, at) => (at === 0 ? '#1d3a6b' : colour)),
    mounts: onDark,
  },
  print: { ...light, text: '#000000', faded: '#333333', axis: '#555555', grid: '#d0d0d0' },
};

/** Lengths of dashes and gaps in pixels. */
const dashes = [
  'solid',
  [7, 4],
  [2, 3],
  [10, 3, 2, 3],
  [14, 4],
  [5, 2, 1, 2, 1, 2],
  [3, 6],
  [12, 3, 4, 3],
  [1, 2],
  [9, 9],
];
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];

/** The sign of the mount, or of a line of one mount, with this number. */
export function dashOf(number: number): string | number[] {
  return dashes[number % dashes.length] ?? 'solid';
}

export function symbolOf(number: number): string {
  return symbols[number % symbols.length] ?? 'circle';
}

/** The colour of a mount; of more than ten they come again, with another dash. */
export function colourOf(palette: Palette, mounts: readonly string[], mount: string): string {
  const at = mounts.indexOf(mount);
  return palette.mounts[Math.max(0, at) % palette.mounts.length] ?? palette.text;
}
