import type { Run, RunItem } from '../../checklist/run.js';
import type { Numbered } from './folded-line.js';
import { type Room, windowsOf } from './window.js';

export interface ChosenItems<T> {
  /** What the message shows, in the run's order. */
  readonly shown: readonly T[];
  /** Which part that is, from 0, of the parts that there are. */
  readonly window: number;
  readonly windows: readonly (readonly T[])[];
}

/**
 * Which items stand in the message. A run that fits shows them all. A longer one shows those still open from the first on,
 * as many as have room, and what was settled last, so that a slip is mended by one press; the rest is folded.
 */
export const chooseItems = <T extends Numbered>(
  run: Run,
  entries: readonly T[],
  { size, steadySize, room }: { size: (entry: T) => number; steadySize: (entry: T) => number; room: Room },
): ChosenItems<T> => {
  if (windowsOf(entries, (entry) => Math.max(size(entry), steadySize(entry)), room).length < 2) {
    return { shown: entries, window: 0, windows: [entries] };
  }
  const last = lastSettled(run.items);
  const unfolded = entries.filter(({ item }) => item.state.kind === 'open' || item === last);
  const windows = windowsOf(unfolded, size, room);
  const window = run.window === 'first-open' ? 0 : Math.min(run.window, Math.max(0, windows.length - 1));
  return { shown: windows[window] ?? [], window, windows };
};

const lastSettled = (items: readonly RunItem[]): RunItem | undefined => {
  const at = ({ state }: RunItem): number => (state.kind === 'open' ? Number.NEGATIVE_INFINITY : state.at.getTime());
  return items
    .filter(({ state }) => state.kind !== 'open')
    .reduce<RunItem | undefined>((last, item) => (last === undefined || at(item) >= at(last) ? item : last), undefined);
};
