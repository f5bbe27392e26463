import type { Button, InputBlock, KnownBlock } from '@slack/types';
import type { ButtonAction } from '../block-kit/action-value.js';
import { actions, button, contextLine, input } from '../block-kit/blocks.js';

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

/** Slack takes 3,000 characters in a text field. */
const FIELD = 2_900;

/** A text in fields to copy from: as many as it needs. */
export function copyTexts(text: string): string[] {
  return cutLines(text, FIELD);
}

/** One of these fields. @param kind of the text: Slack keeps what a field of the same name shows */
export function copyField(kind: string, name: string, texts: readonly string[], index: number): InputBlock {
  return input(
    `copy-${kind}-${index}`,
    texts.length === 1 ? name : `${name}, ${index + 1} of ${texts.length}`,
    { type: 'plain_text_input', action_id: 'copy', multiline: true, initial_value: texts[index] ?? '' },
    { optional: true },
  );
}

/** Cuts between lines; a line that is too long anywhere but in a surrogate pair. */
function cutLines(text: string, max: number): string[] {
  const texts: string[] = [];
  let current = '';
  for (const line of text.split(/(?<=\n)/)) {
    if (current !== '' && current.length + line.length > max) {
      texts.push(current);
      current = '';
    }
    for (const piece of line.match(new RegExp(`[^]{1,${max}}(?<![\\uD800-\\uDBFF])`, 'g')) ?? []) {
      if (current.length + piece.length > max) {
        texts.push(current);
        current = '';
      }
      current += piece;
    }
  }
  return current.trim() === '' ? texts : [...texts, current];
}
