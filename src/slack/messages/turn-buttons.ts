import type { Button, KnownBlock } from '@slack/types';
import { actions, button } from '../blocks.js';

/** To the parts before and after, where there are any. */
export function turnButtons(what: 'topics' | 'checklists', part: number, parts: number): KnownBlock[] {
  const turn = (to: number, text: string): Button => button(text, { do: 'list', what, part: to });
  const buttons = [
    ...(part > 0 ? [turn(part - 1, 'Previous')] : []),
    ...(part < parts - 1 ? [turn(part + 1, 'Next')] : []),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}
