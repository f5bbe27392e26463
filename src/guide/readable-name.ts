/** A title from a path where a page has none: `how-to/blue_green.md` → `Blue green`, `how-to/index.md` → `How to`. */
export function readableName(file: string): string {
  const segments = file.replace(/\.md$/i, '').split('/');
  const last = segments.at(-1) ?? '';
  const name = isIndex(last) ? (segments.at(-2) ?? 'Home') : last;
  const words = name.replace(/[-_\s]+/g, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The slug that a path gives: `a/b.md` → `a/b`, `a/index.md` → `a`, and `index` for the folder's own index or readme. */
export function slugOfFile(file: string): string {
  const segments = file.replace(/\.md$/i, '').split('/');
  if (!isIndex(segments.at(-1) ?? '')) return segments.join('/');
  return segments.length === 1 ? 'index' : segments.slice(0, -1).join('/');
}

function isIndex(name: string): boolean {
  return /^(?:index|readme)$/i.test(name);
}
