import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

// An editor saves a file in several steps, and a compiler writes several files.
const SETTLE_MS = 60;

/**
 * Calls `changed` when files change, once for changes that come close together.
 * @param paths files, and folders with everything in them
 * @returns a function that stops watching
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
 * Watches files, and folders with everything in them, including folders that are added later.
 * Node's own recursive watching misses changes on Linux, so each folder has its own watcher.
 * @param changed called with the path that changed, often more than once for one change
 * @returns a function that stops watching
 */
export function watchTree(paths: readonly string[], changed: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (path: string): void => {
    if (watchers.has(path)) return;
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder === undefined) return;
    const watcher = watch(path, (_event, name) => {
      const what = isFolder && name !== null ? join(path, name) : path;
      // A new folder needs its own watcher; a file does not.
      if (isFolder && statSync(what, { throwIfNoEntry: false })?.isDirectory()) add(what);
      changed(what);
    });
    watchers.set(path, watcher);
    // Removed while watched. If it comes back, its folder's watcher adds it again.
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
