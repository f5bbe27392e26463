import type { BlockAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from './api/errors.js';
import type { Message } from './blocks.js';
import { SEARCH_DIALOG, searchDialog } from './messages/search-dialog.js';
import { newSearch } from './new-search.js';

/** Whether somebody pressed something in the search dialog. */
export function isInSearch({ view }: Pick<BlockAction, 'view'>): boolean {
  return view?.callback_id === SEARCH_DIALOG;
}

/** Shows something below the dialog's field. What was chosen stays there as long as it is what is shown. */
export async function showInSearch(
  client: WebClient,
  { actions: [pressed], view }: BlockAction,
  found: Message,
  newId: () => string,
): Promise<void> {
  if (view === undefined) return;
  const isChoice = pressed?.type === 'external_select';
  try {
    await client.views.update({
      view_id: view.id,
      view: isChoice ? searchDialog({ field: pressed.block_id, found }) : newSearch(newId, found),
    });
  } catch (error) {
    // Whoever has closed the dialog meanwhile waits for nothing.
    if (slackErrorCode(error) !== 'not_found') throw error;
  }
}
