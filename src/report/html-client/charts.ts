// Draws the charts of the page: each when it comes near the view, again when the theme changes, all of them for a print.
import type { Chart } from '../../charts/chart.js';
import { type CompactChart, expanded } from '../../charts/compact.js';
import { draw, type Drawn } from './draw.js';
import { embeddedJson } from './embedded.js';
import { completeFigure } from './figures.js';
import type { ThemeState } from './theme.js';

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

/** Charts of one workload and variant, whose data is one piece. */
interface Group {
  grid: HTMLElement;
  plots: Plot[];
  /** Unpacks once; never rejects. */
  unpack: () => Promise<void>;
}

/** Charts are drawn before they are seen by this much. */
const ahead = '600px 0px';
/** Size on paper: two beside each other on A4 and on letter. Unit: CSS pixels. */
const onPaper = { width: 335, height: 240 };

export function startCharts(theme: ThemeState): Charts {
  const mounts = mountNames();
  let printing = false;

  const show = (plot: Plot) => {
    if (plot.chart === null || printing) return;
    plot.drawn?.dispose();
    plot.drawn = draw(plot.element, plot.chart, { theme: theme.current(), mounts }, null);
  };
  const grids = [...document.querySelectorAll<HTMLElement>('[data-charts]')];
  const groups = grids.map((grid) => groupOf(grid, show));
  const plots = groups.flatMap((group) => group.plots);
  const byElement = new Map<Element, Plot>(plots.map((plot) => [plot.element, plot]));
  const byGrid = new Map<Element, Group>(groups.map((group) => [group.grid, group]));

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
        near.unobserve(target);
        void byGrid.get(target)?.unpack();
        const plot = byElement.get(target);
        if (plot === undefined) continue;
        plot.wanted = true;
        show(plot);
      }
    },
    { rootMargin: ahead },
  );
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) if (!printing) byElement.get(target)?.drawn?.resize();
  });
  for (const grid of grids) near.observe(grid);
  for (const plot of plots) {
    near.observe(plot.element);
    resized.observe(plot.element);
  }
  theme.onChange(() => {
    for (const plot of plots) if (plot.drawn !== null) show(plot);
  });
  void unpackAtRest(groups);

  return {
    ready: async () => {
      await Promise.all(groups.map((group) => group.unpack()));
    },
    print: () => {
      printing = true;
      for (const plot of plots) {
        if (plot.chart === null || !isShown(plot.element)) continue;
        plot.drawn?.dispose();
        plot.drawn = draw(plot.element, plot.chart, { theme: 'print', mounts }, sizeOnPaper(plot));
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

/** One after the other while the page has nothing else to do: a print that the menu of the browser starts cannot wait. */
async function unpackAtRest(groups: readonly Group[]): Promise<void> {
  for (const group of groups) {
    await new Promise<void>((resolve) => {
      if ('requestIdleCallback' in window)
        requestIdleCallback(() => {
          resolve();
        });
      else setTimeout(resolve, 20);
    });
    await group.unpack();
  }
}

/** Small charts are as high as on a screen. */
function sizeOnPaper({ element, chart }: Plot): { width: number; height: number } {
  return chart?.small === true ? { ...onPaper, height: element.clientHeight } : onPaper;
}

/** Charts in folded parts take no room and are not drawn. */
function isShown(element: HTMLElement): boolean {
  return element.offsetParent !== null;
}

function mountNames(): string[] {
  const { mounts = '[]' } = document.body.dataset;
  return JSON.parse(mounts) as string[];
}

function groupOf(grid: HTMLElement, show: (plot: Plot) => void): Group {
  const { charts: key = '' } = grid.dataset;
  const elements = [...grid.querySelectorAll<HTMLElement>('.plot')];
  const plots = elements.map((element): Plot => ({ element, chart: null, drawn: null, wanted: false }));
  let unpacked: Promise<void> | null = null;
  const unpack = async () => {
    const charts = await embeddedJson(key).then(
      (value) => (value as CompactChart[]).map(expanded),
      () => [],
    );
    for (const [at, plot] of plots.entries()) {
      const chart = charts[at] ?? null;
      plot.chart = chart;
      plot.element.dataset['state'] = chart === null ? 'failed' : 'wait';
      if (chart !== null && plot.element.parentElement !== null)
        completeFigure(plot.element.parentElement, chart, `chart-${key}-${at}`);
      if (plot.wanted) show(plot);
    }
  };
  return { grid, plots, unpack: () => (unpacked ??= unpack()) };
}
