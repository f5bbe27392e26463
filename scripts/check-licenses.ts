// npm run licenses: the licences of every package that a release installs. Fails on one that is not permissive, missing or unknown.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../src/package-file.js';

/** Licences that only require their text and the authors to be named. */
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
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Whether an SPDX expression lets us choose permissive licences only. One that is missing or unknown does not. */
export function isPermissive(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const tokens = expression.replaceAll(/[()]/g, ' $& ').trim().split(/\s+/);
  const readOr = (): boolean => {
    let result = readAnd();
    while (tokens[0] === 'OR') {
      tokens.shift();
      result = readAnd() || result;
    }
    return result;
  };
  const readAnd = (): boolean => {
    let result = readOne();
    while (tokens[0] === 'AND') {
      tokens.shift();
      result = readOne() && result;
    }
    return result;
  };
  const readOne = (): boolean => {
    const token = tokens.shift();
    if (token !== '(') return token !== undefined && PERMISSIVE.has(token);
    const result = readOr();
    return tokens.shift() === ')' && result;
  };
  return readOr() && tokens.length === 0;
}

interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string | undefined;
}

/** Every package that a release installs, by the lock file, with the licence that the installed package states. */
function productionPackages(root: string): InstalledPackage[] {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const locked: Record<string, { version: string; license?: string; dev?: true; link?: true }> =
    read('package-lock.json').packages;
  return Object.entries(locked)
    .filter(([folder, { dev, link }]) => folder.includes('node_modules/') && !dev && !link)
    .map(([folder, { version, license }]) => {
      const file = join(folder, 'package.json');
      const stated = existsSync(join(root, file)) ? licenseOf(read(file)) : undefined;
      return { name: folder.split('node_modules/').at(-1) ?? folder, version, license: stated ?? license };
    });
}

/** Older packages have an object or a list. */
function licenseOf(manifest: {
  license?: string | { type: string };
  licenses?: { type: string }[];
}): string | undefined {
  const { license, licenses } = manifest;
  if (Array.isArray(licenses)) return licenses.map(({ type }) => type).join(' OR ');
  return typeof license === 'object' ? license.type : license;
}

function main(): void {
  const packages = productionPackages(packageFile('.'));
  const byLicense = new Map<string | undefined, InstalledPackage[]>();
  for (const each of packages) byLicense.set(each.license, [...(byLicense.get(each.license) ?? []), each]);
  for (const [license, group] of [...byLicense].sort(([, a], [, b]) => b.length - a.length)) {
    const names = group.map(({ name, version }) => `${name}@${version}`);
    console.error(`${group.length} ${license}${group.length > 12 ? '' : `: ${names.join(', ')}`}`);
  }
  const refused = packages.filter(({ license }) => !isPermissive(license));
  for (const { name, version, license } of refused) {
    console.error(
      `${name}@${version}: ${license ?? 'no licence'}. Replace it, or check whether its licence can be allowed.`,
    );
  }
  console.error(refused.length === 0 ? `${packages.length} packages, all permissive` : `${refused.length} refused`);
  process.exit(refused.length === 0 ? 0 : 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
