// The looks of what stands in the parts: verdict, tables, badges, cards, charts, folded text.

import { palettes } from '../../charts/option/palette.js';
import { columnColours } from './tables.js';

const series = palettes.light.mounts.map((_, at) => `.series-${at}{--series:var(--series-${at})}`).join('');

export const componentStyles = `${series}${columnColours()}
.hero{padding:clamp(1.1rem,2.6vw,2.2rem);margin:0 0 2.2rem;background:var(--paper);border:1px solid var(--line);border-left:6px solid var(--tone,var(--accent));border-radius:12px;box-shadow:var(--shadow)}
.good{--tone:var(--good);--tone-soft:var(--good-soft)}
.bad{--tone:var(--bad);--tone-soft:var(--bad-soft)}
.doubt{--tone:var(--doubt);--tone-soft:var(--doubt-soft)}
.plain{--tone:var(--quiet);--tone-soft:var(--sunken)}
.hero.plain{--tone:var(--accent)}
.eyebrow{margin:0 0 .3rem;color:var(--quiet);font-size:.8rem;letter-spacing:.07em;text-transform:uppercase}
.headline{display:flex;align-items:center;gap:.8rem;margin-bottom:.7rem;color:var(--tone)}
.hero.plain .headline{color:var(--text)}
.mark{flex:none;padding:7px;border-radius:50%;background:var(--tone-soft);fill:none;stroke:currentColor;stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.lead{font-size:1.06rem;max-width:90ch;margin-bottom:.3rem}
.run-name{font-size:1rem;margin:1.1rem 0 0}
.note{padding:.6rem .9rem;margin:.8rem 0;background:var(--doubt-soft);border-radius:8px;max-width:none}
.note p{margin:0}.note ul{margin:.3rem 0 0;padding-left:1.2rem}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:.7rem 1.4rem;margin:1rem 0 0}
.facts dt{color:var(--quiet);font-size:.78rem}
.facts dd{margin:0;overflow-wrap:anywhere}
.part>.facts{padding:1rem 1.2rem;margin:0 0 1rem;background:var(--paper);border:1px solid var(--line);border-radius:12px;grid-template-columns:1fr;gap:.55rem}
.part>.facts>div,.card>.facts>div{display:grid;grid-template-columns:minmax(6rem,9rem) minmax(0,1fr);gap:.8rem}
.card>.facts{grid-template-columns:1fr;gap:.4rem;margin-top:.4rem}
@media(max-width:520px){.part>.facts>div,.card>.facts>div{grid-template-columns:1fr;gap:0}}
.facts.deep{display:block;margin:0;font-size:.86rem}
.facts.deep>div{padding:.12rem 0}
.facts.deep dt{display:inline;font-size:inherit}.facts.deep dt::after{content:": "}
.facts.deep dd{display:inline}
.facts.deep dd>.facts.deep,.facts.deep dd>ol{margin:.1rem 0 .2rem .4rem;padding-left:1.1rem;border-left:1px solid var(--line)}
.badge{display:inline-block;padding:.08em .6em;border-radius:99px;background:var(--tone-soft);color:var(--tone);font-size:.82rem;font-weight:600;white-space:nowrap}
.scroll{overflow-x:auto;max-width:100%;margin:.5rem 0;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;font-weight:600;padding:.55rem .8rem}
caption.unseen{padding:0}
th,td{padding:.4rem .8rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;border-bottom:1px solid var(--line-strong);color:var(--quiet);font-weight:600;font-size:.84rem;white-space:nowrap;background:var(--sunken)}
caption:not(.unseen)~thead th{border-top:1px solid var(--line)}
tbody:first-of-type tr:first-child>*{border-top:0}
tbody th{font-weight:500}
td small,th small{display:block;color:var(--quiet);font-weight:400;font-size:.82em;line-height:1.35}
.number,.figures td{white-space:nowrap}
.figures th[scope=row],.figures thead th:first-child{position:sticky;left:0;background:var(--paper);min-width:8.5rem;max-width:16rem}
.figures thead th:first-child{background:var(--sunken)}
.figures td{min-width:8.5rem}
.figures td{font-weight:500}.figures .main td{font-weight:650;font-size:1.08em}
.figures td small{display:inline;margin-left:.6em}
.figures .main td small{display:block;margin:0;font-size:.76em}
.figures thead th+th::before{content:"";display:inline-block;width:.7em;height:.7em;margin-right:.45em;border-radius:50%;background:var(--series)}
.figures tr:not(.main) :is(th,td){padding-top:.22rem;padding-bottom:.22rem}
.group th{background:var(--sunken);font-weight:600;font-size:.86rem;border-top:1px solid var(--line-strong)}
.figures .group th{position:static}
.none{color:var(--quiet)}
.alarm{color:var(--bad)}
.figures td>i{display:block;height:5px;margin-top:.3rem;border-radius:3px;background:var(--series);opacity:var(--bar-opacity)}
.mount{display:inline-flex;align-items:center;gap:.45em}
.dot{flex:none;width:.7em;height:.7em;border-radius:50%;background:var(--series)}
.comparison .baseline td{color:var(--quiet)}
.comparison{--tone:var(--quiet)}
.comparison td{vertical-align:middle;white-space:nowrap}
.comparison thead th{white-space:normal;vertical-align:bottom}
.comparison :is(td,th) small.why{white-space:normal;min-width:11rem;max-width:18rem}
.comparison tbody th{white-space:nowrap}
.comparison th[rowspan]{vertical-align:top}
.comparison td>i{display:block;position:relative;width:132px;height:18px;background:linear-gradient(var(--line-strong),var(--line-strong)) 50%/1px 100% no-repeat,linear-gradient(90deg,transparent var(--low),var(--band) 0 var(--high),transparent 0)}
.comparison td>i::after{content:"";position:absolute;left:calc(var(--at) - 4px);top:5px;width:8px;height:8px;border-radius:50%;background:var(--tone)}
.comparison .ranged::before{content:"";position:absolute;left:var(--from);width:calc(var(--to) - var(--from));min-width:3px;top:7.5px;height:3px;border-radius:2px;background:var(--tone);opacity:.55}
.acceptance code{white-space:pre-wrap}
.acceptance .place span{display:block;white-space:nowrap}
.wide-text .reason{min-width:18rem}
.step{display:inline-block;padding:0 .35em;margin:0 .15em .15em 0;background:var(--sunken);border-radius:4px;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr));gap:1rem;margin:0;padding:0;list-style:none}
.card{min-width:0;padding:1rem 1.2rem;background:var(--paper);border:1px solid var(--line);border-radius:12px}
.card.doubt{border-left:4px solid var(--doubt)}
.card h3{margin-bottom:.3rem}
.card p{margin:0 0 .45rem}
.advice{font-weight:600}
.evidence,.where{font-size:.88rem}
.glossary .facts>div{grid-template-columns:minmax(6rem,13rem) minmax(0,1fr)}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--accent);width:fit-content;padding:.1rem 0}
.folded{padding:.4rem 0 .2rem}
pre{margin:.2rem 0;padding:.9rem 1.1rem;overflow:auto;background:var(--paper);border:1px solid var(--line);border-radius:10px;line-height:1.45;tab-size:2}
.code{max-height:34rem}
.text{font-size:.82rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,27rem),1fr));gap:1rem;margin-top:1rem}
.grid.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
.chart{display:flex;flex-direction:column;min-width:0;margin:0;padding:.8rem .9rem .5rem;border:1px solid var(--line);border-radius:10px;background:var(--paper)}
.chart figcaption b{font-weight:600}
.live figcaption span{display:block;color:var(--quiet);font-size:.82rem}
.grid:not(.small)>.wide{grid-column:1/-1}
.chart .of{color:var(--quiet);font-weight:400}
.chart .of::before{content:"· "}
.chart .told{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;line-clamp:2;overflow:hidden;color:var(--quiet);font-size:.82rem}
.plot{flex:none;height:19rem;margin-top:auto;position:relative}
.small .plot{height:calc(54px + 30px * var(--bars))}
.grid:not(.small)>.chart{min-height:25rem}
.plot[data-state=wait]::before{content:"";position:absolute;inset:1rem 0;border-radius:8px;background:var(--sunken)}
.plot[data-state=failed]::before{content:"This chart could not be drawn; its values are below.";color:var(--quiet)}
:root:not(.scripted) .charts{display:none}
.values{margin:.2rem 0 .3rem;font-size:.86rem}
.values .scroll{max-height:20rem;overflow:auto}
.values th,.values td{padding:.2rem .6rem}
.values thead th{position:sticky;top:0}
.actions{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;max-width:none}
.outcome{font-size:.9rem;overflow-wrap:anywhere}
`;
