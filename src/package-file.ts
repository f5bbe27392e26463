import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file in this package, such as `content` or `manifest.yml`. It searches upwards for `package.json`, because the code
 * runs from `dist/` and, in tests, from a folder deeper.
 */
export function packageFile(name: string): string {
  return join(packageRoot(), name);
}

function packageRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('This installation is incomplete: package.json is missing');
  }
}

/** The version of this package. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
  return version;
}

/** Where the build stores the guide that ships, parsed and indexed; the file may not exist. */
export function builtGuideFile(): string {
  return fileURLToPath(new URL('./built-guide', import.meta.url));
}
