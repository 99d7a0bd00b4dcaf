// Puts the state into the page: texts of the head, rows of the tables. What has not changed is left alone.
import { html, type Content } from '../../report/html/markup.js';
import { factsHtml } from '../../report/html/tables.js';
import { headlineOf, leadOf, progressOf, quietText, runningText } from '../words.js';
import { acceptanceRows, nowRows, stepRows, warningRows } from './rows.js';
import type { Link, Watched } from './stream.js';

export interface View {
  show: (watched: Watched) => void;
  showLink: (link: Link, text: string) => void;
}

export function startView(): View {
  const shown = new Map<string, string>();
  const set = (id: string, content: Content) => {
    const { text } = html`${content}`;
    const element = document.getElementById(id);
    if (element === null || shown.get(id) === text) return;
    shown.set(id, text);
    element.innerHTML = text;
  };
  return {
    show: ({ state, clockAheadMs, heardMs }) => {
      const { run, steps, acceptance, warnings, trouble } = state;
      const nowMs = Date.now() + clockAheadMs;
      const headline = headlineOf(state);
      set('headline', headline);
      set('lead', leadOf(state, nowMs));
      document.title = [headline, 'ioproof', run.id].filter((text) => text !== '').join(' · ');
      set('facts', factsOf(state));
      set('now-step', runningText(state));
      set('now-note', run.status === 'running' && heardMs !== null ? quietText((Date.now() - heardMs) / 1000) : '');
      set('now-rows', nowRows(state));
      set('step-rows', stepRows(state));
      set('acceptance-rows', acceptanceRows(acceptance));
      set('warning-rows', warningRows(warnings));
      set('trouble', trouble);
      hide('trouble', trouble === '');
      hide('steps', steps.length === 0);
      hide('acceptance', acceptance.length === 0);
      hide('warnings', warnings.length === 0);
      showTone(state);
      showProgress(progressOf(state));
    },
    showLink: (link, text) => {
      const element = document.getElementById('link');
      if (element === null) return;
      element.className = link === 'lost' ? 'where lost' : 'where';
      set('link', { open: '', lost: 'The connection to ioproof watch is lost. Trying again.', over: text }[link]);
    },
  };
}

function factsOf({ run }: Watched['state']): Content {
  return factsHtml([
    ['Run', run.id],
    ['Started', run.startedAt],
    ['Ended', run.endedAt],
    ['Host', run.host],
    ['Mounts', run.mounts.map(({ name, path, fileSystem }) => `${name} (${fileSystem}, ${path})`).join(', ')],
    ['Command', run.command],
    ['Measured with', run.tool],
  ]);
}

/** The entry of the contents goes with its part. */
function hide(id: string, hidden: boolean): void {
  const element = document.getElementById(id);
  if (element === null || element.hidden === hidden) return;
  element.hidden = hidden;
  const entry = document.querySelector(`.contents a[href="#${id}"]`)?.closest('li');
  if (entry instanceof HTMLElement) entry.hidden = hidden;
}

function showTone({ run, acceptance }: Watched['state']): void {
  const failed = acceptance.some(({ verdict }) => verdict === 'fail');
  const marginal = acceptance.some(({ verdict }) => verdict === 'marginal');
  const bad = run.status === 'failed' || (failed && run.status !== 'running');
  const doubt = run.status === 'partial' || run.status === 'interrupted' || (marginal && run.status === 'complete');
  const tone = bad ? 'bad' : doubt ? 'doubt' : run.status === 'complete' ? 'good' : 'plain';
  document.getElementById('verdict')?.setAttribute('class', `hero ${tone}`);
}

function showProgress(fraction: number): void {
  const percent = Math.round(fraction * 100);
  const bar = document.getElementById('progress');
  bar?.setAttribute('aria-valuenow', String(percent));
  bar?.querySelector('i')?.style.setProperty('width', `${percent}%`);
}
