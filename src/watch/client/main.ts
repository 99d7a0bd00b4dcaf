// The script of the live view: takes events from the server, folds them into the state, and shows it.
import { startTheme } from '../../report/html-client/theme.js';
import { startPlots } from './plots.js';
import { startStream } from './stream.js';
import { startView } from './view.js';

const plots = startPlots(startTheme());
const view = startView();
document.getElementById('print')?.addEventListener('click', () => {
  print();
});
startStream({
  onState: (watched) => {
    view.show(watched);
    plots.show(watched.state);
  },
  onLink: view.showLink,
});
// From here on the page answers; tests wait for it.
document.documentElement.dataset['ready'] = 'true';
