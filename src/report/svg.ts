// A chart as an SVG file: complete in itself, with its title and its description for those who cannot see it.
import type { Chart } from '../charts/chart.js';
import type { ChartLook } from '../charts/option.js';
import { assetUrl } from './assets.js';
import { contentText } from './xml.js';

export interface SvgSize {
  width: number;
  height: number;
}

/** What the bundle has; its source is src/report/html-client/svg-file.ts. */
interface SvgBundle {
  drawSvg: (chart: Chart, look: ChartLook, size: SvgSize) => string;
}

/** Small charts are as high as their bars need. */
function svgSize({ small, series }: Chart): SvgSize {
  return small === true ? { width: 520, height: 116 + 32 * series.length } : { width: 900, height: 420 };
}

/**
 * The text of an SVG file. Fonts are generic families, cells of heatmaps that look alike are merged. The same chart gives the
 * same text. Throws ASSET_MISSING where the build has made no bundle.
 */
export async function renderSvg(chart: Chart, look: ChartLook, size: SvgSize = svgSize(chart)): Promise<string> {
  const { drawSvg } = (await import(assetUrl('svg.mjs').href)) as SvgBundle;
  const drawn = drawSvg(chart, { title: true, merged: true, ...look }, size);
  const text = repeatable(drawn)
    .replace(/^<svg /, `<svg role="img" aria-labelledby="title description" `)
    .replace(
      '>',
      `>\n<title id="title">${contentText(titleText(chart))}</title>\n<desc id="description">${contentText(chart.description)}</desc>`,
    );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

function titleText({ title, subtitle }: Chart): string {
  return subtitle === '' ? title : `${title}: ${subtitle}`;
}

/**
 * The library numbers its classes and clip paths over the life of the process: here they begin with 0 in each file. What it
 * needs for pointers in a page has no place in a file.
 */
function repeatable(svg: string): string {
  const numbers = new Map<string, string>();
  return svg
    .replace(/<style\s*>[^]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ pointer-events="[a-z]+"/g, '')
    .replace(/zr\d+-([a-z])(\d+)/g, (_, letter: string, number: string) => {
      const known = numbers.get(letter + number) ?? `${letter}${numbers.size}`;
      numbers.set(letter + number, known);
      return known;
    });
}
