// The bundle for Node: charts drawn as SVG without a browser.
import { chartOption, type ChartLook } from '../../charts/option.js';
import type { Chart } from '../../charts/chart.js';
import { init } from './echarts.js';

export interface SvgSize {
  width: number;
  height: number;
}

/** SVG text of a chart. */
export function drawSvg(chart: Chart, look: ChartLook, { width, height }: SvgSize): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption(chartOption(chart, { ...look, width }));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}
