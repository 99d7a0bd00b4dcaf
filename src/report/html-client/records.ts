// Gives the record back as a file, byte for byte, and computes its SHA-256 here.
import { embeddedBytes } from './embedded.js';

export function startRecords(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-save]')) {
    const { save = '', name = 'run.json' } = button.dataset;
    button.addEventListener('click', () => void told(save, () => saveFile(save, name)));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-check]')) {
    const { check = '', sha256 = '' } = button.dataset;
    button.addEventListener('click', () => void told(check, () => checkHash(check, sha256)));
  }
}

/** Shows what the work says, or why it failed, beside its buttons. */
async function told(key: string, work: () => Promise<string>): Promise<void> {
  const outcome = document.querySelector(`[data-outcome="${CSS.escape(key)}"]`);
  try {
    const text = await work();
    if (outcome !== null) outcome.textContent = text;
  } catch (error) {
    if (outcome !== null)
      outcome.textContent = `Not possible: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function saveFile(key: string, name: string): Promise<string> {
  const bytes = await embeddedBytes(key);
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The viewer reads it after the click.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
  return `${name}: ${bytes.length} bytes.`;
}

async function checkHash(key: string, expected: string): Promise<string> {
  // Old viewers have it for pages of a server only.
  const subtle = (crypto as Partial<Crypto>).subtle;
  if (subtle === undefined) throw new Error('this viewer computes no hashes here; save the file and use sha256sum.');
  const digest = new Uint8Array(await subtle.digest('SHA-256', await embeddedBytes(key)));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return found === expected ? `Matches: ${found}` : `DIFFERS: the record in this page has ${found}`;
}
