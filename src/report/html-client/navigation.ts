// Marks in the contents which part is in view.

export function startNavigation(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.contents a')];
  const byId = new Map(links.map((link) => [link.hash.slice(1), link]));
  const visible = new Set<string>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) visible.add(target.id);
        else visible.delete(target.id);
      }
      const first = links.find((link) => visible.has(link.hash.slice(1)));
      for (const link of links) {
        if (link === first) link.setAttribute('aria-current', 'location');
        else link.removeAttribute('aria-current');
      }
      if (first !== undefined) reveal(first);
    },
    { rootMargin: '-15% 0px -70% 0px' },
  );
  for (const id of byId.keys()) {
    const part = document.getElementById(id);
    if (part !== null) observer.observe(part);
  }
}

/** Scrolls the contents, and nothing else, so that the link is seen. */
function reveal(link: HTMLElement): void {
  const list = link.closest<HTMLElement>('.contents');
  if (list === null) return;
  const [own, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (own.top < frame.top || own.bottom > frame.bottom) list.scrollTop += own.top - frame.top - frame.height / 2;
  if (own.left < frame.left || own.right > frame.right) list.scrollLeft += own.left - frame.left - 16;
}
