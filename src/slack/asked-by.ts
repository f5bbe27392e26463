import type { BlockAction } from '@slack/bolt';
import { type ButtonAction, decodeValue } from './block-kit/action-value.js';
import { SEARCH_FIELD } from './views/home.js';
import { SEARCH_DIALOG } from './views/search.js';

/** What a press asks for; undefined where another release wrote it. */
export function askedBy(action: BlockAction['actions'][number]): ButtonAction | 'nothing' | undefined {
  // Enter in the search field of Home.
  if (action.type === 'plain_text_input' && action.action_id === SEARCH_FIELD)
    return action.value?.trim() ? { do: 'ask', question: action.value } : 'nothing';
  if (action.type === 'external_select')
    return action.action_id === SEARCH_DIALOG ? decodeValue(action.selected_option?.value) : 'nothing';
  // A link button sends a press too; its browser is already on the way.
  return action.type !== 'button' || action.url !== undefined ? 'nothing' : decodeValue(action.value);
}
