// The charts of the live view: places come and go with the charts, and what is drawn is only brought up to date.
import type { Chart } from '../../charts/chart.js';
import { draw, type Drawn } from '../../report/html-client/draw.js';
import type { ThemeState } from '../../report/html-client/theme.js';
import { html } from '../../report/html/markup.js';
import { liveCharts } from '../charts.js';
import type { WatchState } from '../messages.js';

export interface Plots {
  show: (state: WatchState) => void;
}

interface Plot {
  figure: HTMLElement;
  element: HTMLElement;
  drawn: Drawn | null;
}

/** More often, a browser would do nothing else while a run has short intervals. */
const drawEveryMs = 500;

export function startPlots(theme: ThemeState): Plots {
  const grid = document.getElementById('plots');
  const plots = new Map<string, Plot>();
  let state: WatchState | null = null;
  let drawnOf = '';
  let drawnAt = -Infinity;

  const drawAll = () => {
    if (grid === null || state === null) return;
    drawnAt = performance.now();
    const charts = liveCharts(state);
    const mounts = state.run.mounts.map(({ name }) => name);
    for (const [id, plot] of plots) if (!charts.some((chart) => chart.id === id)) remove(plots, id, plot);
    for (const chart of charts) {
      const plot = plots.get(chart.id) ?? add(plots, grid, chart);
      const look = { theme: theme.current(), mounts };
      if (plot.drawn === null) plot.drawn = draw(plot.element, chart, look, null);
      else plot.drawn.update(chart, look);
    }
  };
  theme.onChange(drawAll);
  const resized = new ResizeObserver(() => {
    for (const { drawn } of plots.values()) drawn?.resize();
  });
  if (grid !== null) resized.observe(grid);

  return {
    show: (newer) => {
      state = newer;
      const has = contentOf(newer);
      if (document.hidden || has === drawnOf || performance.now() - drawnAt < drawEveryMs) return;
      drawnOf = has;
      drawAll();
    },
  };
}

/** Differs when there is something new to draw. */
function contentOf({ intervals, run }: WatchState): string {
  const ends = Object.entries(intervals).map(([id, own]) => `${id} ${own.length} ${own.at(-1)?.startSeconds ?? ''}`);
  return `${run.id} ${run.mounts.length} ${ends.join(' ')}`;
}

function add(plots: Map<string, Plot>, grid: HTMLElement, chart: Chart): Plot {
  const figure = document.createElement('figure');
  figure.className = `chart live ${chart.kind}`;
  figure.innerHTML = html`<figcaption><b>${chart.title}</b><span>${chart.subtitle}</span></figcaption>
    <div class="plot" role="img" aria-label="${chart.description}" data-chart="${chart.id}"></div>`.text;
  grid.append(figure);
  const element = figure.querySelector<HTMLElement>('.plot') ?? figure;
  const plot = { figure, element, drawn: null };
  plots.set(chart.id, plot);
  return plot;
}

function remove(plots: Map<string, Plot>, id: string, { figure, drawn }: Plot): void {
  drawn?.dispose();
  figure.remove();
  plots.delete(id);
}
