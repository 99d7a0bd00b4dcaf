// The style sheet of the page, in one text.
import { componentStyles } from './styles-components.js';
import { layoutStyles } from './styles-layout.js';
import { printStyles } from './styles-print.js';
import { themeStyles } from './styles-theme.js';

export const styles = [themeStyles, layoutStyles, componentStyles, printStyles].join('');
