import { createHash } from 'node:crypto';
import type { SourceFile } from './source-file.js';

/** A hash of all file names and texts, as hexadecimal digits: any other byte, file or name makes another one. */
export function digestOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  // The lengths keep names and contents apart.
  for (const { file, text } of files) hash.update(`${file.length}:${file}${text.length}:${text}`);
  return hash.digest('hex');
}
