import { readFile } from 'node:fs/promises';
import { RequestProblem } from './problem.js';

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  map: 'application/json; charset=utf-8',
};

/** Reads one of the page's files. Names are of small letters, digits and hyphens, so no path leads out of the folder. */
export async function servePage(folder: URL, path: string): Promise<PageFile> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const match = /^[a-z0-9-]+(?:\.js|\.css)?\.(html|css|js|svg|map)$/.exec(name);
  const type = types[match?.[1] ?? ''];
  if (!type) throw notThere(path);
  try {
    return { type, content: await readFile(new URL(name, folder)) };
  } catch (error) {
    if (isMissing(error)) throw notThere(path);
    throw error;
  }
}

function notThere(path: string) {
  return new RequestProblem(404, `The playground has no ${path.slice(0, 200)}.`);
}

function isMissing(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && ['ENOENT', 'EISDIR'].includes(String(error.code))
  );
}
