import type { Run, RunItem } from '../../checklist/run.js';
import type { DrawnItem } from './run-item-block.js';
import { type Room, windowsOf } from './window.js';

export interface ChosenItems {
  /** The parts up to the one after the shown one; later ones are not laid out. */
  readonly windows: readonly (readonly DrawnItem[])[];
  /** The part that the message shows, from 0. */
  readonly window: number;
  /** What no part has: it is folded into a line. */
  readonly folded: readonly DrawnItem[];
}

/**
 * Which items stand in the message. A run that fits shows them all. A longer one shows those still open from the first on,
 * as many as have room, and what was settled last, so that a slip is mended by one press; the rest is folded.
 * @param folded characters of the room that folding takes
 */
export function chooseItems(
  run: Run,
  items: readonly DrawnItem[],
  { folded, ...room }: Room & { readonly folded: number },
): ChosenItems {
  const size = ({ block }: DrawnItem): number => JSON.stringify(block()).length + BLOCK_ID;
  const steady = (item: DrawnItem): number => Math.max(size(item), item.room() + BLOCK_ID);
  if (windowsOf(items, steady, room, 2).length < 2) return { windows: [items], window: 0, folded: [] };

  const last = lastSettled(run.items);
  const isUnfolded = ({ item }: DrawnItem): boolean => item.state.kind === 'open' || item === last;
  const wanted = run.window === 'first-open' ? 0 : run.window;
  const windows = windowsOf(
    items.filter(isUnfolded),
    size,
    { ...room, characters: room.characters - folded },
    wanted + 2,
  );
  return {
    windows,
    window: Math.min(wanted, Math.max(0, windows.length - 1)),
    folded: items.filter((item) => !isUnfolded(item)),
  };
}

/** What a block's id adds to it as JSON. */
const BLOCK_ID = 40;

function lastSettled(items: readonly RunItem[]): RunItem | undefined {
  const at = ({ state }: RunItem): number => (state.kind === 'open' ? Number.NEGATIVE_INFINITY : state.at.getTime());
  return items
    .filter(({ state }) => state.kind !== 'open')
    .reduce<RunItem | undefined>((last, item) => (last === undefined || at(item) >= at(last) ? item : last), undefined);
}
