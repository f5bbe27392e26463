// npm run licenses: the licences of all that a release installs. Fails on one that is not permissive, not stated or not known.
import { fileURLToPath } from 'node:url';
import { isPermissive } from './licenses/is-permissive.js';
import { productionPackages } from './licenses/production-packages.js';

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
