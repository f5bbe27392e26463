import type { Progress } from '../../checklist/run.js';

const CELLS = 12;

/**
 * Progress as text: done, then skipped, then open. Full only when nothing is open, and never empty once something is done
 * or skipped; skipped items never look done.
 */
export function progressBar({ done, skipped, total }: Progress): string {
  const settled = done + skipped;
  // Each kind that there is has a cell of its own.
  const filled = Math.max(cellsFor(settled, total), done > 0 && skipped > 0 ? 2 : 0);
  const solid = skipped === 0 ? filled : Math.min(cellsFor(done, total), filled - 1);
  return `${'■'.repeat(solid)}${'▣'.repeat(filled - solid)}${'□'.repeat(CELLS - filled)}`;
}

function cellsFor(count: number, total: number): number {
  if (count === 0) return 0;
  return count === total ? CELLS : Math.min(CELLS - 1, Math.max(1, Math.floor((count / total) * CELLS)));
}

/** `5 of 11` done, and how many were skipped. */
export function progressWords({ done, skipped, total }: Progress): string {
  return `${done} of ${total} done${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
