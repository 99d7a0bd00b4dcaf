// Draws the charts of the page: each when it comes near the view, again when the theme changes, all of them for a print.
import type { Chart } from '../../charts/chart.js';
import { draw, type Drawn } from './draw.js';
import { embeddedJson } from './embedded.js';
import type { ThemeState } from './theme.js';
import { fillValues } from './values.js';

export interface Charts {
  /** Resolves when the data of all charts is unpacked, so that a print can have all of them. */
  ready: () => Promise<void>;
  print: () => void;
  endPrint: () => void;
}

interface Plot {
  element: HTMLElement;
  /** Null until its data is unpacked. */
  chart: Chart | null;
  drawn: Drawn | null;
  /** True once it has come near the view. */
  wanted: boolean;
}

/** Charts are drawn before they are seen by this much. */
const ahead = '600px 0px';
/** Size on paper: two beside each other on A4 and on letter. Unit: CSS pixels. */
const onPaper = { width: 335, height: 240 };

export function startCharts(theme: ThemeState): Charts {
  const mounts = mountNames();
  const groups = [...document.querySelectorAll<HTMLElement>('[data-charts]')].map((grid) => groupOf(grid));
  const plots = groups.flatMap((group) => group.plots);
  const byElement = new Map<Element, Plot>(plots.map((plot) => [plot.element, plot]));
  let printing = false;

  const show = (plot: Plot) => {
    if (plot.chart === null || printing) return;
    plot.drawn?.dispose();
    plot.drawn = draw(plot.element, plot.chart, { theme: theme.current(), mounts }, null);
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const plot = byElement.get(target);
        if (plot === undefined || !isIntersecting || plot.wanted) continue;
        plot.wanted = true;
        near.unobserve(target);
        show(plot);
      }
    },
    { rootMargin: ahead },
  );
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) if (!printing) byElement.get(target)?.drawn?.resize();
  });
  for (const plot of plots) {
    near.observe(plot.element);
    resized.observe(plot.element);
  }
  theme.onChange(() => {
    for (const plot of plots) if (plot.drawn !== null) show(plot);
  });

  const unpacked = Promise.all(
    groups.map(async (group) => {
      const charts = await group.data();
      for (const [at, plot] of group.plots.entries()) {
        plot.chart = charts[at] ?? null;
        plot.element.dataset['state'] = plot.chart === null ? 'failed' : 'wait';
        if (plot.wanted) show(plot);
      }
    }),
  );

  return {
    ready: async () => {
      await unpacked;
    },
    print: () => {
      printing = true;
      for (const plot of plots) {
        if (plot.chart === null || !isShown(plot.element)) continue;
        plot.drawn?.dispose();
        plot.drawn = draw(plot.element, plot.chart, { theme: 'print', mounts }, onPaper);
      }
    },
    endPrint: () => {
      printing = false;
      for (const plot of plots) {
        plot.drawn?.dispose();
        plot.drawn = null;
        if (plot.wanted) show(plot);
      }
    },
  };
}

/** Charts in folded parts take no room and are not drawn. */
function isShown(element: HTMLElement): boolean {
  return element.offsetParent !== null;
}

function mountNames(): string[] {
  const { mounts = '[]' } = document.body.dataset;
  return JSON.parse(mounts) as string[];
}

interface Group {
  plots: Plot[];
  data: () => Promise<Chart[]>;
}

function groupOf(grid: HTMLElement): Group {
  const { charts: key = '' } = grid.dataset;
  const elements = [...grid.querySelectorAll<HTMLElement>('.plot')];
  let charts: Promise<Chart[]> | null = null;
  const data = () =>
    (charts ??= embeddedJson(key).then(
      (value) => value as Chart[],
      () => [],
    ));
  for (const details of grid.querySelectorAll<HTMLDetailsElement>('details.values')) {
    const at = Number(details.dataset['values']);
    details.addEventListener(
      'toggle',
      () =>
        void data().then((all) => {
          fillValues(details, all[at]);
        }),
    );
  }
  return { plots: elements.map((element) => ({ element, chart: null, drawn: null, wanted: false })), data };
}
