// The parts of ECharts that the charts need, and no others: what the bundles of page and SVG files carry.
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  LegendScrollComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  ...[BarChart, CustomChart, LineChart],
  ...[AriaComponent, GridComponent, LegendComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent],
  ...[TitleComponent, TooltipComponent, VisualMapContinuousComponent],
  ...[CanvasRenderer, SVGRenderer],
]);

export { type ECharts, init } from 'echarts/core';
