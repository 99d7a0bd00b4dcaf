// Light or dark: what the system says until the reader has chosen; the choice is remembered.

export type Theme = 'light' | 'dark';

export interface ThemeState {
  current: () => Theme;
  /** Called after each change. */
  onChange: (listener: () => void) => void;
}

const storageKey = 'ioproof-theme';

export function startTheme(): ThemeState {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = document.getElementById('theme');
  const listeners: (() => void)[] = [];
  const current = (): Theme => {
    const chosen = document.documentElement.dataset['theme'];
    if (chosen === 'dark' || chosen === 'light') return chosen;
    return system.matches ? 'dark' : 'light';
  };
  const changed = () => {
    const other = current() === 'dark' ? 'Light' : 'Dark';
    if (button !== null) button.textContent = other;
    button?.setAttribute('aria-label', `${other} colours`);
    for (const listener of listeners) listener();
  };
  button?.addEventListener('click', () => {
    const next = current() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = next;
    remember(next);
    changed();
  });
  system.addEventListener('change', changed);
  changed();
  return { current, onChange: (listener) => listeners.push(listener) };
}

// A viewer may forbid to remember: the choice then holds until the page is closed.
function remember(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    return;
  }
}
