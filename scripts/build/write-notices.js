import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of the libraries that are part of the bundle, which ask to go with every copy of them. */
export function writeNotices(root, out, inputs) {
  const folders = [
    ...new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [])),
  ];
  const notices = folders.sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const texts = readdirSync(join(root, folder))
      .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    return [`${name} ${version}${texts.length === 0 ? `, under the licence ${license}` : ''}`, ...texts].join('\n\n');
  });
  writeFileSync(join(root, out, 'third-party-licenses.txt'), `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
