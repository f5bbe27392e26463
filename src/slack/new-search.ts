import type { ModalView } from '@slack/types';
import type { Message } from './block-kit/blocks.js';
import { searchDialog } from './views/search.js';

/** The search dialog with an empty field: one of another name, or Slack would keep what was chosen. */
export function newSearch(newId: () => string, found?: Pick<Message, 'blocks'>): ModalView {
  return searchDialog({ field: `find-${newId()}`, ...(found && { found }) });
}
