import type { Button, KnownBlock } from '@slack/types';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, context } from '../block-kit/blocks.js';

/** The most that a window's items may take of a message's budget; header, progress and buttons need the rest. */
const CHARACTERS = 8_500;
const ITEMS = 40;

export interface Room {
  /** Characters as JSON. */
  readonly characters: number;
  readonly entries: number;
}

/** Parts a list into windows that each have room. An entry that is too long for any stands alone. @param size characters that an entry takes as JSON @param most windows that are wanted; what is beyond is not looked at */
export function windowsOf<T>(
  entries: readonly T[],
  size: (entry: T) => number,
  { characters, entries: perWindow }: Room = { characters: CHARACTERS, entries: ITEMS },
  most = Number.POSITIVE_INFINITY,
): T[][] {
  const windows: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const current = windows.at(-1);
    if (current === undefined || current.length >= perWindow || size(entry) > room) {
      if (windows.length === most) break;
      windows.push([entry]);
      room = characters - size(entry);
    } else {
      current.push(entry);
      room -= size(entry);
    }
  }
  return windows;
}

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
