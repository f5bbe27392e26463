import { actions, button, type Message, section } from '../blocks.js';

/** Leads to the search dialog from where it cannot be opened at once. */
export function searchMessage(): Message {
  return {
    text: 'Search the guide while you type.',
    blocks: [
      section('Search titles, other names and headings while you type.'),
      actions([button('Search as you type', { do: 'open-search' }, { style: 'primary' })]),
    ],
  };
}
