// The script of the page: charts when they come into view, light and dark, the record as a file, print.
import { startCharts } from './charts.js';
import { startNavigation } from './navigation.js';
import { startPrinting } from './printing.js';
import { startRecords } from './records.js';
import { startTheme } from './theme.js';

const theme = startTheme();
const charts = startCharts(theme);
startPrinting(charts);
startRecords();
startNavigation();
// From here on the page answers; tests and measurements wait for it.
document.documentElement.dataset['ready'] = 'true';
performance.mark('ioproof-ready');
