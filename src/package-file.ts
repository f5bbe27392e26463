import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file of the package: `content`, `manifest.yml`. Found from where `package.json` lies, because the code runs
 * from `dist/` and, for the tests, from a folder deeper.
 */
export function packageFile(name: string): string {
  return join(packageRoot(), name);
}

function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error('The package of this program is not complete: it has no package.json');
  }
}

/** The version of this package. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
  return version;
}

/** Where the build leaves the parsed pages of the guide that ships, beside the program; there may be none. */
export function shippedSnapshot(): string {
  return fileURLToPath(new URL('./guide-snapshot.json', import.meta.url));
}
