import { createHash } from 'node:crypto';
import { isFolderPage, withoutExtension } from './file-kinds.js';

/** A file of the guide as it was read: the path inside the guide's folder, with forward slashes, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** A hash of all file names and texts, as hexadecimal digits: any change of a byte, a file or a name changes it. */
export function digestOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  // The lengths mark where names end and contents begin.
  for (const { file, text } of files) hash.update(`${file.length}:${file}${text.length}:${text}`);
  return hash.digest('hex');
}

/** A short hash of all file names and contents: 12 hexadecimal digits. */
export function guideRevision(files: readonly SourceFile[]): string {
  return digestOf(files).slice(0, 12);
}

const collator = new Intl.Collator('en', { numeric: true });

/** Sorts paths by folder and name, numbers by value, and a folder's index or readme before its other files. */
export function compareFiles(left: string, right: string): number {
  if (left === right) return 0;
  const a = segmentsOf(left);
  const b = segmentsOf(right);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = collator.compare(a[index] ?? '', b[index] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length || (left < right ? -1 : left > right ? 1 : 0);
}

// "a/index.md" is the page of the folder "a", so it comes before "a/b.md". An index comes before a readme.
function segmentsOf(file: string): string[] {
  const segments = withoutExtension(file).split('/');
  const last = segments.at(-1)?.toLowerCase() ?? '';
  return isFolderPage(last) ? [...segments.slice(0, -1), ...(last === 'readme' ? [''] : [])] : segments;
}
