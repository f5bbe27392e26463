import type { Button, KnownBlock } from '@slack/types';
import { actions, button, context } from '../blocks.js';
import type { ButtonAction } from '../button-action.js';

export interface Paging<T> {
  /** From 0. */
  readonly part: number;
  /** Entries of one part: below Slack's 100 blocks, and together below its 250 KB. */
  readonly most: number;
  readonly render: (entry: T) => KnownBlock;
  readonly turn: (part: number) => ButtonAction;
}

/** The blocks of one part of a long dialog, with buttons to the parts beside it. Only that part is laid out. */
export function pagedBlocks<T>(entries: readonly T[], { part, most, render, turn }: Paging<T>): KnownBlock[] {
  const parts = Math.max(1, Math.ceil(entries.length / most));
  const shown = Math.min(part, parts - 1);
  const to = (other: number, label: string): Button => button(label, turn(other));
  const turns = [
    ...(shown > 0 ? [to(shown - 1, 'Previous part')] : []),
    ...(shown < parts - 1 ? [to(shown + 1, 'Next part')] : []),
  ];
  return [
    ...entries.slice(shown * most, (shown + 1) * most).map(render),
    ...(turns.length > 0 ? [context(`Part ${shown + 1} of ${parts}`), actions(turns)] : []),
  ];
}
