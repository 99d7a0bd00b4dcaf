// Draws one chart into an element.
import type { Chart } from '../../charts/chart.js';
import { chartOption, type ChartLook } from '../../charts/option.js';
import { init } from './echarts.js';

export interface Drawn {
  /** Draws newer values, or another look, in the same place. */
  update: (chart: Chart, look: ChartLook) => void;
  resize: () => void;
  dispose: () => void;
}

/** `size` in CSS pixels; null: that of the element. Sets `data-state` of the element to `drawn` or `failed`. */
export function draw(
  element: HTMLElement,
  chart: Chart,
  look: ChartLook,
  size: { width: number; height: number } | null,
): Drawn | null {
  try {
    // Thousands of rectangles are too many elements.
    const renderer = chart.kind === 'heatmap' ? 'canvas' : 'svg';
    const drawing = init(element, null, { renderer, ...(size ?? {}) });
    const update = (newer: Chart, newerLook: ChartLook) => {
      const width = size?.width ?? element.clientWidth;
      const option = { ...chartOption(newer, { ...newerLook, width }), backgroundColor: 'transparent' };
      drawing.setOption(option, { notMerge: true });
    };
    update(chart, look);
    element.dataset['state'] = 'drawn';
    return {
      update,
      resize: () => {
        drawing.resize();
      },
      dispose: () => {
        drawing.dispose();
      },
    };
  } catch {
    element.dataset['state'] = 'failed';
    return null;
  }
}
