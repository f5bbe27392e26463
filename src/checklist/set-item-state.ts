import { isComplete } from './progress.js';
import type { ItemState, Person, Run } from './run.js';
import { ItemNotFound } from './run-store.js';

/** What a press asks for: the state that the item shall have, never "the other one", so that a repeated press is harmless. */
export interface ItemChange {
  readonly item: string;
  readonly done: boolean;
  readonly by: Person;
  readonly at: Date;
}

/**
 * The run after a change. Setting an item to what it already is returns the very same run, so whoever did it first keeps
 * the credit. Doing the last open item sets `completedAt`, reopening any clears it, and every real change raises
 * `wantedVersion` by one.
 * @throws ItemNotFound
 */
export const setItemState = (run: Run, { item: id, done, by, at }: ItemChange): Run => {
  const item = run.items.find((candidate) => candidate.id === id);
  if (item === undefined) throw new ItemNotFound(run.id, id);
  const state: ItemState = done ? { kind: 'done', by, at } : { kind: 'open' };
  if (item.state.kind === state.kind) return run;

  const { completedAt: _, ...rest } = run;
  const items = run.items.map((other) => (other === item ? { ...item, state } : other));
  return {
    ...rest,
    items,
    wantedVersion: run.wantedVersion + 1,
    ...(isComplete({ items }) ? { completedAt: at } : {}),
  };
};
