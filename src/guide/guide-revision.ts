import { createHash } from 'node:crypto';
import type { SourceFile } from './source-file.js';

/** A short hash of all file names and contents: 12 hexadecimal digits. */
export const guideRevision = (files: readonly SourceFile[]): string => {
  const hash = createHash('sha256');
  // The lengths keep names and contents apart.
  for (const { file, text } of files) hash.update(`${file.length}:${file}${text.length}:${text}`);
  return hash.digest('hex').slice(0, 12);
};
