import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** An editor writes a file in several steps, and a compiler several files. */
const SETTLE_MS = 60;

/**
 * Watches like `watchTree`, and tells once of changes that come close together, when the last of them is over.
 * @returns how to end it
 */
export function watchFiles(paths: readonly string[], changed: () => void): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const unwatch = watchTree(paths, () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, SETTLE_MS);
  });
  return () => {
    clearTimeout(waiting);
    unwatch();
  };
}

/**
 * Tells of changes in files and folders with all that is in them, later folders too.
 * Node's own recursive watching misses changes on Linux, so each folder is watched by itself.
 * @param changed called with the path of what changed, often more than once for one change
 * @returns how to end it
 */
export function watchTree(paths: readonly string[], changed: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (path: string): void => {
    if (watchers.has(path)) return;
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder === undefined) return;
    const watcher = watch(path, (_event, name) => {
      const what = isFolder && name !== null ? join(path, name) : path;
      // A folder that is new; a file needs no watcher of its own.
      if (isFolder && statSync(what, { throwIfNoEntry: false })?.isDirectory()) add(what);
      changed(what);
    });
    watchers.set(path, watcher);
    // Removed while it is watched: it may come back, and is then added by its folder.
    watcher.once('error', () => forget(path)).once('close', () => watchers.delete(path));
    if (isFolder)
      for (const each of readdirSync(path, { withFileTypes: true })) if (each.isDirectory()) add(join(path, each.name));
  };
  const forget = (path: string): void => watchers.get(path)?.close();
  for (const path of paths) add(path);
  return () => {
    for (const watcher of [...watchers.values()]) watcher.close();
  };
}
