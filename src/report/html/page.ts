// The page around the parts: head with its policy, bar, navigation, script. Nothing in it asks a network for anything.
import { createHash } from 'node:crypto';
import { dataHtml } from './embedded.js';
import { html, Markup, type Content } from './markup.js';
import { navigationHtml, partHtml, type Part } from './outline.js';
import { styles } from './styles.js';

export interface Page {
  title: string;
  hero: Content;
  parts: readonly Part[];
  /** Names of all mounts in their order, which decides their colours. */
  mounts: readonly string[];
  /** Classic script that runs at the end of the page. */
  script: string;
  /** True: the script may ask the server that the page comes from; absent: nobody. */
  connects?: boolean;
}

/** Runs before the first paint, so that a page that was left dark does not flash. */
const early = `try{var t=localStorage.getItem('ioproof-theme');if(t==='dark'||t==='light')document.documentElement.dataset.theme=t}catch(e){}document.documentElement.classList.add('scripted')`;

const scriptKey = 'page-script';

/** Unpacks the script of a page that is a file, and runs it: the policy lets it run by the hash of its text. */
const unpack = `(async()=>{const packed=document.querySelector('script[data-key="${scriptKey}"]').textContent;const bytes=Uint8Array.from(atob(packed),c=>c.charCodeAt(0));const script=document.createElement('script');script.textContent=await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();document.body.append(script)})()`;

/** What the page may do: run its own scripts, and nothing of a network unless it connects. */
export function pagePolicy({ script, connects = false }: Pick<Page, 'script' | 'connects'>): string {
  const main = connects ? [safeScript(script)] : [unpack, script];
  // Charts set styles of their elements while they draw; a style can fetch nothing under this policy.
  return [
    "default-src 'none'",
    `script-src ${[early, ...main].map(sourceOf).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    ...(connects ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** A whole document, as text. */
export function pageHtml({ title, hero, parts, mounts, script, connects = false }: Page): string {
  const policy = pagePolicy({ script, connects });
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="ioproof" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${element('style', styles)}${element('script', early)}
      </head>
      <body data-mounts="${JSON.stringify(mounts)}">
        <a class="skip" href="#content">Skip to the content</a>
        <div class="topbar">
          <span class="brand">ioproof</span><span class="bar-title">${title}</span
          ><span class="bar-actions script-only"
            ><button type="button" id="print">Print</button><button type="button" id="theme">Dark</button></span
          >
        </div>
        <div class="frame">
          ${navigationHtml(parts)}
          <main id="content" tabindex="-1">
            ${hero}
            <noscript
              ><p class="note">
                Charts and the saved record need a script, which this viewer does not run. Verdict, tables and texts are
                complete without it.
              </p></noscript
            >
            ${parts.map(partHtml)}
          </main>
        </div>
        ${connects ? element('script', safeScript(script)) : [dataHtml(scriptKey, Buffer.from(script)), element('script', unpack)]}
      </body>
    </html> `;
  return page.text;
}

/** Byte for byte what the policy has the hash of: a template would be free to add spaces. */
function element(name: 'style' | 'script', content: string): Markup {
  return new Markup(`<${name}>${content}</${name}>`);
}

/** A script inside an element ends at the first end tag, also within its strings. */
function safeScript(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--');
}

function sourceOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
