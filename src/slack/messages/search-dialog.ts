import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { actions, button, divider, type Message } from '../blocks.js';
import { encodeDialog } from '../dialog-state.js';
import { input } from '../inputs.js';
import { plainText } from '../plain-text.js';
import { dialog } from './dialog.js';

/** The `callback_id` of the dialog, and the `action_id` of its field. */
export const SEARCH_DIALOG = 'search';

/** From the second letter on there is something to offer. */
const LETTERS = 2;

export interface SearchDialog {
  /** The field's name. Slack keeps what was chosen in a field as long as its name stays the same. */
  readonly field: string;
  /** What was found, shown below the field. */
  readonly found?: Pick<Message, 'blocks'>;
}

/** Searches while somebody types, and shows what they choose. */
export function searchDialog({ field, found }: SearchDialog): ModalView {
  return dialog({
    kind: SEARCH_DIALOG,
    title: 'Search the guide',
    // Slack wants such a button wherever there is a field; it shows what is chosen once more.
    submit: 'Show',
    metadata: encodeDialog({ dialog: 'search', field }),
    blocks: [searchField(field, found === undefined), ...(found ? foundBlocks(found) : [])],
  });
}

function searchField(name: string, isEmpty: boolean): InputBlock {
  return {
    ...input(
      name,
      'What are you looking for?',
      {
        type: 'external_select',
        action_id: SEARCH_DIALOG,
        placeholder: plainText('A topic, a tool, or a question'),
        min_query_length: LETTERS,
        ...(isEmpty && { focus_on_load: true }),
      },
      isEmpty ? { hint: 'Type two letters or more, and choose. The last line asks what you typed as a question.' } : {},
    ),
    dispatch_action: true,
  };
}

function foundBlocks({ blocks }: Pick<Message, 'blocks'>): KnownBlock[] {
  return [divider, ...blocks, divider, actions([button('Search again', { do: 'open-search' })])];
}
