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

/** Changes of files from a moment on. */
export interface Watch {
  /** Calls `changed` for every change from now on, and at once if there was one already. */
  listen(changed: () => void): void;
  stop(): void;
}

/**
 * Starts to watch before anybody listens, so that a change is not missed while the files are read for the first time.
 * @param paths as for `watchFiles`
 * @throws Error of the system, if it watches too many files already
 */
export function startWatch(paths: readonly string[]): Watch {
  let isMissed = false;
  let tell = (): void => {
    isMissed = true;
  };
  const stop = watchFiles(paths, () => tell());
  return {
    listen(changed) {
      tell = changed;
      if (isMissed) changed();
      isMissed = false;
    },
    stop,
  };
}

/**
 * Watches files, and folders with everything in them, including folders that are added later.
 * Node's own recursive watching misses changes on Linux, so each folder has its own watcher. Folders that begin with a dot, and
 * node_modules, are left out: they have thousands, and no pages.
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
      if (isFolder && !isLeftOut(name ?? '') && statSync(what, { throwIfNoEntry: false })?.isDirectory()) add(what);
      changed(what);
    });
    watchers.set(path, watcher);
    // Removed while watched. If it comes back, its folder's watcher adds it again.
    watcher.once('error', () => forget(path)).once('close', () => watchers.delete(path));
    if (isFolder)
      for (const each of readdirSync(path, { withFileTypes: true }))
        if (each.isDirectory() && !isLeftOut(each.name)) add(join(path, each.name));
  };
  const forget = (path: string): void => watchers.get(path)?.close();
  for (const path of paths) add(path);
  return () => {
    for (const watcher of [...watchers.values()]) watcher.close();
  };
}

function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}
