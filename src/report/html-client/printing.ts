// Before a print: charts in light colours for paper, and what is folded but belongs on paper is opened; after it all is as before.
import type { Charts } from './charts.js';

export function startPrinting(charts: Charts): void {
  let opened: HTMLDetailsElement[] | null = null;
  const before = () => {
    if (opened !== null) return;
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details.printed:not([open])')];
    for (const details of opened) details.open = true;
    charts.print();
  };
  const after = () => {
    if (opened === null) return;
    for (const details of opened) details.open = false;
    opened = null;
    charts.endPrint();
  };
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  // A change of the medium without a print dialogue, as in a preview.
  matchMedia('print').addEventListener('change', ({ matches }) => {
    if (matches) before();
    else after();
  });
  document.getElementById('print')?.addEventListener('click', () => {
    void charts.ready().then(() => {
      print();
    });
  });
}
