import type { Phase } from '../guide/page.js';
import { isSettled, phaseProgress, topLevelItems } from './progress.js';
import type { Run, RunItem } from './run.js';

/** A ticked item stays in its place for this long, or until it makes room for the items after it. */
const STAY_MS = 30_000;

/** As many items with a button as fit on a phone's screen. */
const SHOWN_ITEMS = 6;

/** What the message of a run shows of its items. */
export interface ShownItems {
  /** The phase that the team is in; absent if the list has none. */
  readonly phase?: Phase;
  /** Items with a button, without sub-items; among them those that were ticked a moment ago. None once all is settled. */
  readonly items: readonly RunItem[];
  /** How many open items of the phase come after these. */
  readonly more: number;
  /** What was ticked or skipped a moment ago and is not among the items, so that a slip can be undone. */
  readonly undo?: RunItem;
  /** When the message has to show other items, though nothing else happens. */
  readonly changesAt?: Date;
}

/**
 * The items that the message shows: up to six of the first phase that has open ones. Nothing moves under a person's thumb: while a
 * team ticks one item after the other, the ticked ones keep their places, until all six are done or nobody has ticked anything for 30 s.
 */
export function shownItems(run: Run, now: Date): ShownItems {
  const burst = startOfBurst(run, now);
  const last = lastSettled(run);
  const shown = itemsSince(run, burst);
  if (burst === undefined || last === undefined) return shown;
  const isShown = shown.items.some(({ id }) => id === last.item.id);
  const changesAt = new Date(last.at.getTime() + STAY_MS);
  return { ...shown, ...(!isShown && { undo: last.item }), changesAt };
}

type Shown = Pick<ShownItems, 'phase' | 'items' | 'more'>;

/** The window as it was made when the burst began. Without a burst: from the open items. */
function itemsSince(run: Run, burst: Date | undefined): Shown {
  const wasOpen = (item: RunItem): boolean =>
    item.doesNotApply === undefined &&
    (item.state.kind === 'open' || (burst !== undefined && item.state.at.getTime() >= burst.getTime()));
  let latest: Shown = { items: [], more: 0 };
  for (const { phase, items } of phaseProgress(run)) {
    const candidates = topLevelItems({ items }).filter(wasOpen);
    for (let from = 0; from < candidates.length; from += SHOWN_ITEMS) {
      const chosen = candidates.slice(from, from + SHOWN_ITEMS);
      const more = candidates.slice(from + SHOWN_ITEMS).filter((item) => !isSettled(item)).length;
      latest = { ...(phase && { phase }), items: chosen, more };
      if (chosen.some((item) => !isSettled(item))) return latest;
    }
  }
  return latest;
}

/** When the first of the ticks happened that follow each other within 30 s, up to now; undefined if the last one is longer ago. */
function startOfBurst(run: Run, now: Date): Date | undefined {
  let start: number | undefined;
  const times = settledItems(run).map(({ at }) => at.getTime());
  for (const time of times.sort((one, other) => other - one)) {
    if ((start ?? now.getTime()) - time >= STAY_MS) break;
    start = time;
  }
  return start === undefined ? undefined : new Date(start);
}

/** Items that started ticked were never pressed. */
function settledItems({ items }: Run): { item: RunItem; at: Date }[] {
  return items.flatMap((item) =>
    item.parent === undefined && item.state.kind !== 'open' && item.latestPress.state !== undefined
      ? [{ item, at: item.state.at }]
      : [],
  );
}

function lastSettled(run: Run): { item: RunItem; at: Date } | undefined {
  return settledItems(run).reduce<{ item: RunItem; at: Date } | undefined>(
    (last, each) => (last === undefined || each.at >= last.at ? each : last),
    undefined,
  );
}
