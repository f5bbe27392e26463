import { fileURLToPath } from 'node:url';

/** A file in the folder into which the tests are built, such as `dist/main.js`. Every module there has the same URL (scripts/build/bundle.js). */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
