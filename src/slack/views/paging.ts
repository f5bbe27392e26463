import type { Button, KnownBlock } from '@slack/types';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, contextLine } from '../block-kit/blocks.js';

/** Buttons to the parts before and after, if there are any. Parts are counted from 0. */
export function turnButtons(
  part: number,
  parts: number,
  turn: (part: number) => ButtonAction,
  [previous, next]: readonly [string, string] = ['Previous part', 'Next part'],
): Button[] {
  return [
    ...(part > 0 ? [button(previous, turn(part - 1))] : []),
    ...(part < parts - 1 ? [button(next, turn(part + 1))] : []),
  ];
}

export interface Paging<T> {
  /** From 0. */
  readonly part: number;
  /** Entries of one part: few enough for Slack's 100 blocks and 250 KB. */
  readonly max: number;
  readonly render: (entry: T) => KnownBlock;
  readonly turn: (part: number) => ButtonAction;
}

/** The blocks of one part of a long dialog, with buttons to the next and the previous one. Renders that part only. */
export function pagedBlocks<T>(entries: readonly T[], { part, max, render, turn }: Paging<T>): KnownBlock[] {
  const parts = Math.max(1, Math.ceil(entries.length / max));
  const shown = Math.min(part, parts - 1);
  const turns = turnButtons(shown, parts, turn);
  return [
    ...entries.slice(shown * max, (shown + 1) * max).map(render),
    ...(turns.length > 0 ? [contextLine(`Part ${shown + 1} of ${parts}`), actions(turns)] : []),
  ];
}

/** What one window of a list may take of a message. */
export interface Room {
  /** Characters as JSON. */
  readonly characters: number;
  readonly entries: number;
}

/** Leaves enough of a message's budget for its header, progress and buttons. */
const ROOM: Room = { characters: 8_500, entries: 40 };

/**
 * Splits a list into windows that each fit a message. An entry that fits none gets a window of its own.
 * @param size characters that an entry takes as JSON
 * @param max number of windows to make: later entries are not even measured
 */
export function windowsOf<T>(
  entries: readonly T[],
  size: (entry: T) => number,
  { characters, entries: perWindow }: Room = ROOM,
  max = Number.POSITIVE_INFINITY,
): T[][] {
  const windows: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const current = windows.at(-1);
    if (current === undefined || current.length >= perWindow || size(entry) > room) {
      if (windows.length === max) break;
      windows.push([entry]);
      room = characters - size(entry);
    } else {
      current.push(entry);
      room -= size(entry);
    }
  }
  return windows;
}
