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

/** The text, or where it stops being UTF-8. */
type DecodedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-utf-8'; readonly line: number; readonly offset: number; readonly hint: string };

/** Reads bytes as strict UTF-8. `line` counts from 1; `offset` is the first wrong byte, from 0. */
export function decodeText(bytes: Buffer): DecodedText {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstWrongByte(bytes);
    const line = bytes.subarray(0, offset).reduce((lines, byte) => (byte === 0x0a ? lines + 1 : lines), 1);
    return { kind: 'not-utf-8', line, offset, hint: hintFor(bytes) };
  }
}

// A lenient decoder replaces what it cannot read with U+FFFD, so the first byte that differs after a round trip is the wrong one.
function firstWrongByte(bytes: Buffer): number {
  const roundTrip = Buffer.from(bytes.toString('utf8'));
  const offset = bytes.findIndex((byte, index) => byte !== roundTrip[index]);
  return Math.max(0, offset);
}

function hintFor(bytes: Buffer): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? 'it looks like UTF-16' : 'it may be Latin-1 or a binary file';
}
