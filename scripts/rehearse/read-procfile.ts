import { readFileSync } from 'node:fs';

/** The lines of a Procfile by their name. @throws Error where `release` or `web` is missing */
export function readProcfile(file) {
  const lines = Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, name, command] = /^([A-Za-z0-9_-]+):\s*(.+)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, command.trim()]];
      }),
  );
  for (const name of ['release', 'web']) if (!lines[name]) throw new Error(`${file} has no line ${name}:`);
  return lines;
}
