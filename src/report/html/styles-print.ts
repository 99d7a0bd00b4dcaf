// How the page prints: light, without what only a screen can do, and without breaks inside of what belongs together.

export const printStyles = `
@media print{
@page{margin:14mm 12mm}
html{font-size:12px}
body{background:#fff;font-size:1rem}
.topbar,.contents,.skip,.actions,.anchor,.values,noscript{display:none!important}
.frame{display:block}main{padding:0}
.hero,.card,.part.level-3,.chart,.scroll{box-shadow:none}
.part{margin-bottom:1.4rem}
.part.level-3{padding:.6rem 0;border:0;border-top:1px solid var(--line);border-radius:0}
h2,h3,h4,summary{break-after:avoid}
.hero,.card,.chart,tr,.note{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;border-radius:0}
.scroll table{font-size:.86rem}
thead th,.group th{font-size:inherit;white-space:normal}
.comparison td>i{width:96px}
.grid:not(.small)>.chart{min-height:0}
.figures th[scope=row],.figures thead th:first-child{position:static;min-width:0}
.figures td{min-width:0}
th,td{padding:.2rem .4rem}
.grid,.grid.small{grid-template-columns:1fr 1fr;gap:.6rem}
.plot{height:240px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:0;padding:.3rem 0;font-size:.78rem;max-height:none}
a{color:inherit;text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
