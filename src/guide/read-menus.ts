import { lstat, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { decodeText } from './decode-text.js';
import { MENUS_ABOVE } from './file-kinds.js';
import { MAX_SETTINGS_BYTES } from './parse/limits.js';
import type { SourceFile } from './source-file.js';

/** Menus that stand above the guide's folder, as in a repository whose `mkdocs.yml` is next to `docs/`. */
export interface MenusAbove {
  /** Of the guide's folder, which the paths in these menus begin with. */
  readonly folderName: string;
  /** Named `../mkdocs.yml`. */
  readonly files: readonly SourceFile[];
}

/**
 * Reads the menus that other tools keep one folder above the guide: files of known names, and nothing else there. A link is not followed,
 * because it could lead anywhere.
 */
export async function readMenusAbove(folder: string): Promise<MenusAbove | undefined> {
  const real = await realpath(folder).catch(() => undefined);
  if (real === undefined || dirname(real) === real) return undefined;
  const files = await Promise.all(
    MENUS_ABOVE.map(async (name) => {
      const text = await readMenu(join(dirname(real), name));
      return text === undefined ? [] : [{ file: `../${name}`, text }];
    }),
  );
  return { folderName: basename(real), files: files.flat() };
}

/** Where menus may stand above the guide's folder, to watch them. */
export function pathsOfMenusAbove(folder: string): string[] {
  return MENUS_ABOVE.map((name) => join(dirname(resolve(folder)), name));
}

/** The text of a file of another tool, whose mistakes are not ours to report; undefined if it cannot be read. */
export async function readMenu(path: string): Promise<string | undefined> {
  try {
    const stats = await lstat(path);
    if (!stats.isFile() || stats.size > MAX_SETTINGS_BYTES) return undefined;
    const decoded = decodeText(await readFile(path));
    return decoded.kind === 'text' ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}
