import type { Button, KnownBlock } from '@slack/types';
import { actions, button, context } from '../blocks.js';
import type { ButtonAction } from '../button-action.js';
import { windowsOf } from './window.js';

/** What one part of a dialog holds: below Slack's 100 blocks and far below its 250 KB, so that it opens quickly. */
const ROOM = { characters: 60_000, entries: 60 };

/** The blocks of one part of a long dialog, with buttons to the parts beside it. @param most entries of one part */
export const pagedBlocks = (
  rows: readonly KnownBlock[],
  { part, most = ROOM.entries, turn }: { part: number; most?: number; turn: (part: number) => ButtonAction },
): KnownBlock[] => {
  const parts = windowsOf(rows, (row) => JSON.stringify(row).length, { ...ROOM, entries: most });
  const shown = Math.min(part, Math.max(0, parts.length - 1));
  const to = (other: number, label: string): Button => button(label, turn(other));
  const turns = [
    ...(shown > 0 ? [to(shown - 1, 'Previous part')] : []),
    ...(shown < parts.length - 1 ? [to(shown + 1, 'Next part')] : []),
  ];
  return [
    ...(parts[shown] ?? []),
    ...(turns.length > 0 ? [context(`Part ${shown + 1} of ${parts.length}`), actions(turns)] : []),
  ];
};
