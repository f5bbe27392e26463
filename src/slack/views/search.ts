import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Suggestion } from '../../answer/answer.js';
import { type ButtonAction, encodeValue, SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, dialog, divider, input, type Message, plainText, section } from '../block-kit/blocks.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { cutPlain } from '../block-kit/mrkdwn/escape.js';
import { printOf } from '../short-hash.js';

/** The dialog's `callback_id`. */
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
        action_id: SEARCH_FIELD,
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
  return [divider, ...blocks, divider, actions([button('Search again', { do: 'search:open' })])];
}

/** Leads to the search dialog from where it cannot be opened at once. */
export function searchMessage(): Message {
  return {
    text: 'Search the guide while you type.',
    blocks: [
      section('Search titles, other names and headings while you type.'),
      actions([button('Search as you type', { do: 'search:open' }, { style: 'primary' })]),
    ],
  };
}

/** Nobody reads more of what was typed, and a value has room for half of it. */
const READ = 300;
/** What a title keeps beside a long heading. */
const TITLE = 30;

/** What is offered while somebody types: what the guide has, and as the last what was typed as a question. */
export function searchOptions(typed: string, suggestions: readonly Suggestion[]): PlainTextOption[] {
  const question = typed.slice(0, READ).replace(/\s+/g, ' ').trim();
  const options = suggestions.map(toOption);
  if (question !== '') options.push(questionOption(question));
  // Slack wants values that differ.
  return [...new Map(options.map((option) => [option.value, option])).values()].slice(0, limits.selectOptions);
}

function toOption(suggestion: Suggestion): PlainTextOption {
  const { page, section, text, kind } = suggestion;
  return option(
    kind === 'title' ? cutPlain(text, limits.optionText) : beside(text, kind === 'alias' ? ' – ' : ' › ', page.title),
    valueToFind(suggestion),
    section === undefined ? page.summary : firstLine(section.text),
  );
}

/** A section's first block says most of what it is about; of a checklist, its first item. */
function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0] ?? '';
}

function option(text: string, value: string, about: string): PlainTextOption {
  const description = cutPlain(about, limits.optionDescription);
  return { text: plainText(text || '…'), value, ...(description !== '' && { description: plainText(description) }) };
}

/** The name that was found, with its page: of a long pair both keep their beginning. */
function beside(name: string, mark: string, title: string): string {
  const room = limits.optionText - mark.length;
  const first = cutPlain(name, room - Math.min(title.length, TITLE));
  return `${first}${mark}${cutPlain(title, room - first.length)}`;
}

function valueToFind({ page: { slug }, section }: Suggestion): string {
  const value = encodeValue({ do: 'search:choose', slug, ...(section && { section: printOf(section.anchor) }) });
  // A slug alone always fits; the page of so long a one opens at its beginning.
  return value.length <= limits.optionValue ? value : encodeValue({ do: 'search:choose', slug });
}

function questionOption(question: string): PlainTextOption {
  const asked = fitting(question);
  const frame = 'Search for “”';
  const shown = cutPlain(asked, limits.optionText - frame.length);
  return option(`Search for “${shown}”`, valueToAsk(asked), 'Ask it as a question');
}

function valueToAsk(question: string): string {
  return encodeValue({ do: 'question:ask', question } satisfies ButtonAction);
}

/** As much of a question as a value has room for, where some characters are written as several. */
function fitting(question: string): string {
  let max = limits.optionValue;
  let cut = cutPlain(question, max);
  while (valueToAsk(cut).length > limits.optionValue) {
    max -= 1;
    cut = cutPlain(question, max);
  }
  return cut;
}
