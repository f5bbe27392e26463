import { digestOf } from './source-digest.js';
import type { SourceFile } from './source-file.js';

/** A short hash of all file names and contents: 12 hexadecimal digits. */
export function guideRevision(files: readonly SourceFile[]): string {
  return digestOf(files).slice(0, 12);
}
