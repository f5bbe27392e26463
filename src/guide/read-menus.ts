import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MENUS_ABOVE } from './file-kinds.js';
import { MAX_SETTINGS_BYTES } from './parse/limits.js';
import { decodeText, type SourceFile } from './source-file.js';

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
export function readMenusAbove(folder: string): MenusAbove | undefined {
  const real = realPath(folder);
  if (real === undefined || dirname(real) === real) return undefined;
  const files = MENUS_ABOVE.flatMap((name) => {
    const text = readMenu(join(dirname(real), name));
    return text === undefined ? [] : [{ file: `../${name}`, text }];
  });
  return { folderName: basename(real), files };
}

/** Where menus may stand above the guide's folder, to watch them. */
export function pathsOfMenusAbove(folder: string): string[] {
  return MENUS_ABOVE.map((name) => join(dirname(resolve(folder)), name));
}

/** The text of a file of another tool, whose mistakes are not ours to report; undefined if it cannot be read. */
export function readMenu(path: string): string | undefined {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() || stats.size > MAX_SETTINGS_BYTES) return undefined;
    const decoded = decodeText(readFileSync(path));
    return decoded.kind === 'text' ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}

/** The path without symbolic links; undefined if there is nothing. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
