// @ts-check
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the program is built from. */
const SOURCES = ['src', 'packages', 'content', 'scripts/build', 'package-lock.json'];

/**
 * Whether the program in a folder was built after the last change of its sources, or cannot be built here.
 * @param {string} root
 * @param {string} out such as `dist`
 */
export function isUpToDate(root, out) {
  // Written last.
  const built = newest(join(root, out, 'built-guide'));
  if (built === 0) return false;
  const canBuild = existsSync(join(root, 'node_modules/esbuild')) && existsSync(join(root, 'src'));
  return !canBuild || SOURCES.every((source) => newest(join(root, source)) <= built);
}

/**
 * When a file or something in a folder was changed last; 0 if it does not exist. What a build writes does not count.
 * @param {string} path
 * @returns {number} milliseconds since 1970
 */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const names = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules');
  return Math.max(0, ...names.map((name) => newest(join(path, name))));
}
