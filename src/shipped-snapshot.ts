import { fileURLToPath } from 'node:url';

/** Where the build leaves the parsed pages of the guide that ships, beside the program; there may be none. */
export function shippedSnapshot(): string {
  return fileURLToPath(new URL('./guide-snapshot.json', import.meta.url));
}
