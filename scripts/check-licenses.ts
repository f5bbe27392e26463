import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// npm run licenses: the licences of all that a release installs. Fails on one that is not permissive, not stated or not known.

const packages = productionPackages(fileURLToPath(new URL('..', import.meta.url)));
const byLicense = new Map();
for (const each of packages) byLicense.set(each.license, [...(byLicense.get(each.license) ?? []), each]);
for (const [license, those] of [...byLicense].sort(([, a], [, b]) => b.length - a.length)) {
  const names = those.map(({ name, version }) => `${name}@${version}`);
  process.stdout.write(`${those.length} ${license}${those.length > 12 ? '' : `: ${names.join(', ')}`}\n`);
}
const refused = packages.filter(({ license }) => !isPermissive(license));
for (const { name, version, license } of refused) {
  console.error(
    `${name}@${version}: ${license ?? 'no licence stated'}. Replace it, or see whether its licence may be added.`,
  );
}
console.error(refused.length === 0 ? `${packages.length} packages, all permissive` : `${refused.length} refused`);
process.exit(refused.length === 0 ? 0 : 1);

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

/** Licences that ask for no more than that they and the authors are named. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression lets us choose permissive licences only. What is not stated, or not known here, does not. */
export function isPermissive(expression) {
  if (typeof expression !== 'string') return false;
  const tokens = expression.replaceAll(/[()]/g, ' $& ').trim().split(/\s+/);
  const either = () => {
    let holds = both();
    while (tokens[0] === 'OR') {
      tokens.shift();
      holds = both() || holds;
    }
    return holds;
  };
  const both = () => {
    let holds = one();
    while (tokens[0] === 'AND') {
      tokens.shift();
      holds = one() && holds;
    }
    return holds;
  };
  const one = () => {
    const token = tokens.shift();
    if (token !== '(') return PERMISSIVE.has(token);
    const holds = either();
    return tokens.shift() === ')' && holds;
  };
  return either() && tokens.length === 0;
}
