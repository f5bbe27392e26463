import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every package that a release installs, as the lock file has it, with the licence that it states itself where it is installed. */
export function productionPackages(root) {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  return Object.entries(read('package-lock.json').packages)
    .filter(([folder, { dev }]) => folder !== '' && !dev)
    .map(([folder, { version, license }]) => {
      const file = join(folder, 'package.json');
      const stated = existsSync(join(root, file)) ? read(file) : {};
      return { name: folder.split('node_modules/').at(-1), version, license: licenseOf(stated) ?? license, folder };
    });
}

/** Older packages name an object, or several. */
function licenseOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (Array.isArray(licenses)) return licenses.map(({ type }) => type).join(' OR ');
  return license?.type;
}
