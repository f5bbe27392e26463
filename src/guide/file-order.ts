const collator = new Intl.Collator('en', { numeric: true });

/** Sorts paths as a reader would: by folder and name, numbers by value, a folder's index or readme before its other files. */
export function compareFiles(left: string, right: string): number {
  const a = segmentsOf(left);
  const b = segmentsOf(right);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = collator.compare(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length || (left < right ? -1 : left > right ? 1 : 0);
}

// "a/index.md" stands for the folder "a" itself, so it sorts before "a/b.md"; an index before a readme.
function segmentsOf(file: string): string[] {
  const segments = file.replace(/\.md$/i, '').split('/');
  const last = segments.at(-1)?.toLowerCase();
  return last === 'index' || last === 'readme'
    ? [...segments.slice(0, -1), ...(last === 'readme' ? [''] : [])]
    : segments;
}
