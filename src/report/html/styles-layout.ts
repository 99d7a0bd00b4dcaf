// Where the parts of the page stand, from 360 to 1800 pixels.

export const layoutStyles = `
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:4rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 var(--sans);font-variant-numeric:tabular-nums;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
code,pre{font-family:var(--mono);font-size:.9em}
.break{overflow-wrap:anywhere}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:fixed;left:8px;top:-60px;z-index:30;background:var(--paper);padding:.5rem .8rem;border:2px solid var(--accent);border-radius:6px}
.skip:focus{top:8px}
:root:not(.scripted) .script-only{display:none}
.topbar{position:sticky;top:0;z-index:20;display:flex;align-items:center;gap:.9rem;height:3rem;padding:0 clamp(.8rem,2vw,1.6rem);background:var(--paper);border-bottom:1px solid var(--line)}
.brand{font-weight:700;letter-spacing:-.01em}
.brand::before{content:"";display:inline-block;width:.62em;height:.62em;margin-right:.45em;border-radius:2px;background:var(--accent)}
.bar-title{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--quiet);font-size:.9rem}
.bar-actions{display:flex;gap:.4rem}
button{font:inherit;font-size:.88rem;color:var(--text);background:var(--paper);border:1px solid var(--line-strong);border-radius:6px;padding:.28rem .7rem;cursor:pointer}
button:hover{border-color:var(--accent);color:var(--accent)}
.frame{display:grid;grid-template-columns:minmax(0,1fr);max-width:1800px;margin:0 auto}
main{min-width:0;padding:clamp(.8rem,2vw,1.8rem)}
.contents{position:sticky;top:3rem;z-index:10;background:var(--page);border-bottom:1px solid var(--line);overflow-x:auto}
.contents ol{list-style:none;margin:0;padding:.3rem .6rem;display:flex;gap:.1rem;white-space:nowrap}
.contents a{display:flex;align-items:center;gap:.45rem;padding:.25rem .6rem;border-radius:6px;color:var(--quiet);text-decoration:none;font-size:.88rem}
.contents a:hover{color:var(--text);background:var(--sunken)}
.contents a[aria-current]{color:var(--accent);background:var(--accent-soft)}
.contents .badge{font-size:.7rem;padding:0 .4em}
@media(max-width:1099px){html{scroll-padding-top:6.4rem}}
@media(min-width:1100px){
.frame{grid-template-columns:15.5rem minmax(0,1fr)}
.contents{align-self:start;height:calc(100vh - 3rem);overflow:auto;border-bottom:0;border-right:1px solid var(--line)}
.contents ol{display:block;padding:1.2rem .7rem 3rem;white-space:normal}
.contents a{justify-content:space-between;overflow-wrap:anywhere}
.contents .level-3 a{padding-left:1.4rem}
}
.part{margin:0 0 2.6rem}
.part.level-3{margin:0 0 1.4rem;padding:1.1rem clamp(.8rem,1.6vw,1.5rem) 1.2rem;background:var(--paper);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow)}
h1,h2,h3,h4{line-height:1.25;margin:0 0 .5rem;letter-spacing:-.012em;overflow-wrap:anywhere}
h1{font-size:clamp(1.5rem,3.2vw,2.3rem);margin:0}
h2{font-size:1.35rem;margin:0 0 .8rem}
h3{font-size:1.12rem}
h4{font-size:.98rem;margin-top:1.2rem}
.anchor{color:var(--line-strong);text-decoration:none;font-weight:400;opacity:0}
:is(h2,h3):hover>.anchor,.anchor:focus-visible{opacity:1}
p{margin:0 0 .7rem;max-width:80ch}
.asked,.description,.legend,.quiet,.where,.evidence{color:var(--quiet)}
.asked{font-size:.92rem;max-width:none}
.legend{font-size:.84rem;margin-top:.6rem;max-width:110ch}
`;
