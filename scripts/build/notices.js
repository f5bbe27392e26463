// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the licenses of the bundled libraries: they must go with every copy.
 * @param {string} root
 * @param {string} file
 * @param {string[]} inputs the files in the bundle
 */
export function writeNotices(root, file, inputs) {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? []);
  const notices = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = readdirSync(join(root, folder))
      .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
      .map((name) => readFileSync(join(root, folder, name), 'utf8').trim());
    return [`${name} ${version}${texts.length === 0 ? `, license: ${license}` : ''}`, ...texts].join('\n\n');
  });
  writeFileSync(join(root, file), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
