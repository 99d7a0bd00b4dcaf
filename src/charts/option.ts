// A chart as an option of ECharts: the same for the canvas of a page and for an SVG file.
import type { Chart } from './chart.js';
import { categoryBars, type Part, valueAxis, xAxis, yAxis } from './option/axes.js';
import { barTooltip, smallBars } from './option/bars.js';
import { groupedBars } from './option/grouped-bars.js';
import { heatmapScale, heatmapSeries, heatmapTooltip } from './option/heatmap.js';
import { legendOf, type Room } from './option/legend.js';
import { lineSeries } from './option/lines.js';
import { type Palette, palettes, type Theme } from './option/palette.js';
import { lineTooltip } from './option/tooltip.js';

/** How a chart is to look. */
export interface ChartLook {
  theme: Theme;
  /** All mounts of the report, in its order: they decide the colours. */
  mounts: readonly string[];
  /** True: with title and subtitle, as a file of its own needs them. */
  title?: boolean;
  /** Pixels of the chart; where it is narrow, or this is absent, the legend goes below. */
  width?: number;
  /** True: neighbours of a heatmap that look alike are one, and say no longer what each holds. */
  merged?: boolean;
}

/** Generic, so that a file needs no font. */
export const fontFamily = 'system-ui, sans-serif';

/** Option for `setOption` of ECharts 6. Pure: the same chart and look give the same option. */
export function chartOption(chart: Chart, look: ChartLook): Part {
  const palette = palettes[look.theme];
  return {
    animation: false,
    backgroundColor: palette.background,
    textStyle: { fontFamily, color: palette.text },
    aria: { enabled: true, label: { description: chart.description } },
    ...(look.title === true ? { title: titleOf(chart, look, palette) } : {}),
    ...bodyOf(chart, look, palette),
  };
}

function bodyOf(chart: Chart, look: ChartLook, palette: Palette): Part {
  const drawing = { palette, mounts: look.mounts };
  if (chart.kind === 'heatmap') {
    return {
      grid: gridOf(chart, look, { right: 52, bottom: 0 }),
      visualMap: heatmapScale(chart, palette),
      tooltip: heatmapTooltip(chart, palette),
      xAxis: xAxis(chart, palette),
      yAxis: yAxis(chart, palette),
      series: heatmapSeries(chart, look.merged === true),
    };
  }
  if (chart.kind === 'bars' && chart.small === true) {
    return {
      grid: gridOf(chart, look, { right: 84, bottom: 0 }),
      tooltip: barTooltip(chart, palette),
      xAxis: valueAxis(chart, palette),
      yAxis: categoryBars(chart, palette),
      series: smallBars(chart, drawing),
    };
  }
  const legend = legendOf(chart, look.width ?? 0, palette);
  const bars = chart.kind === 'bars';
  return {
    grid: gridOf(chart, look, legend.room),
    ...(legend.part === null ? {} : { legend: legend.part }),
    tooltip: bars ? barTooltip(chart, palette) : lineTooltip(chart, palette),
    xAxis: xAxis(chart, palette, look.width),
    yAxis: yAxis(chart, palette),
    series: bars ? groupedBars(chart, drawing, look.width) : lineSeries(chart, drawing),
  };
}

function titleOf({ title, subtitle }: Chart, { width = 0 }: ChartLook, palette: Palette): Part {
  const room = { width: Math.max(200, width - 24), overflow: 'truncate' };
  return {
    text: title,
    subtext: subtitle,
    left: 12,
    top: 8,
    itemGap: 4,
    textStyle: { color: palette.text, fontSize: 15, fontWeight: 600, ...room },
    subtextStyle: { color: palette.faded, fontSize: 12, ...room },
  };
}

/** Room for title, name of the y axis and legend. */
function gridOf(chart: Chart, look: ChartLook, { right, bottom }: Room): Part {
  const name = chart.small === true ? 0 : 22;
  return {
    left: 16,
    top: (look.title === true ? 52 : 8) + name,
    right: 24 + right,
    bottom: 12 + bottom,
    outerBoundsMode: 'same',
    outerBoundsContain: 'all',
  };
}
