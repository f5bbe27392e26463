import { watchTree } from './watch-tree.js';

/** An editor writes a file in several steps, and a compiler several files. */
const SETTLE_MS = 60;

/**
 * Watches like `watchTree`, and tells once of changes that come close together, when the last of them is over.
 * @returns how to end it
 */
export function watchSettled(paths: readonly string[], changed: () => void): () => void {
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
