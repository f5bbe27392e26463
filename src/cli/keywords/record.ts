import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableFile } from '../questions-file.js';
import { replaceFile } from './replace-file.js';

/** In the folder of the pages; its name begins with a dot, so it is no part of the guide. */
export const RECORD_FILE = '.guidepost-keywords.json';

/** For which content each page was asked for keywords last: slug → hash. */
export type KeywordRecord = Map<string, string>;

/** @throws UnreadableFile */
export async function readRecord(folder: string): Promise<KeywordRecord> {
  const text = await readFile(join(folder, RECORD_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new UnreadableFile(`${RECORD_FILE} cannot be read: ${error.message}`);
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is not an object');
    return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(
      `${RECORD_FILE} is damaged (${reason}). Restore it, or delete it: then only pages without keywords are new.`,
    );
  }
}

export async function writeRecord(folder: string, record: KeywordRecord): Promise<void> {
  const sorted = [...record].sort(([a], [b]) => (a < b ? -1 : 1));
  await replaceFile(join(folder, RECORD_FILE), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
