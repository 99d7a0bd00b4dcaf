// Colours and type of the page, light and dark: by the system unless the reader has chosen.

import { palettes } from '../../charts/option/palette.js';

/** Mounts have the colours that they have in charts. */
const seriesOf = (theme: 'light' | 'dark') =>
  palettes[theme].mounts.map((colour, at) => `--series-${at}:${colour};`).join('');

const light = `color-scheme:light;
--page:#f6f7f9;--paper:#fff;--sunken:#f1f3f6;--line:#dfe3e9;--line-strong:#c4cbd6;
--text:#161b24;--quiet:#566072;--accent:#1f5fd0;--accent-soft:#e6eefc;
--good:#146c3a;--good-soft:#e2f4e8;--bad:#a8231c;--bad-soft:#fde8e6;--doubt:#855300;--doubt-soft:#fdf1d8;
--bar-opacity:.75;--band:#e3e7ee;--shadow:0 1px 2px rgba(20,28,45,.06),0 4px 16px rgba(20,28,45,.05);
${seriesOf('light')}`;

const dark = `color-scheme:dark;
--page:#0e1218;--paper:#161b23;--sunken:#1c222c;--line:#2a323e;--line-strong:#414c5c;
--text:#e7ebf1;--quiet:#9aa5b5;--accent:#7fb0ff;--accent-soft:#1b2a44;
--good:#6fd597;--good-soft:#12301f;--bad:#ff9a92;--bad-soft:#3d1a18;--doubt:#f1c063;--doubt-soft:#35290f;
--bar-opacity:.85;--band:#2a3240;--shadow:none;
${seriesOf('dark')}`;

export const themeStyles = `
:root{${light}
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}
`;
