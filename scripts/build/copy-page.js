import { cpSync } from 'node:fs';

/** Copies what the playground's page needs besides its scripts: the document, styles and pictures. */
export const copyPage = (from, to) =>
  cpSync(from, to, { recursive: true, filter: (source) => !/\.ts$|tsconfig\.json$/.test(source) });
