import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Suggestion } from '../../answer/answer.js';
import { encodeValue, SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, dialog, divider, input, type Message, plainText, section } from '../block-kit/blocks.js';
import { shortHash } from '../block-kit/checked-json.js';
import { encodeDialog } from '../block-kit/dialog-state.js';
import { limits } from '../block-kit/limits.js';
import { cutPlain } from '../block-kit/mrkdwn/escape.js';

/** The dialog's `callback_id`. */
export const SEARCH_DIALOG = 'search';

/** Slack asks for suggestions from this many letters on. */
const LETTERS = 2;

export interface SearchDialog {
  /** The field's name. Slack keeps the chosen option as long as the name stays the same. */
  readonly field: string;
  /** What was found, shown below the field. */
  readonly found?: Pick<Message, 'blocks'>;
}

/** Suggests pages and sections while a person types, and shows the one they choose. */
export function searchDialog({ field, found }: SearchDialog): ModalView {
  return dialog({
    kind: SEARCH_DIALOG,
    title: 'Search the guide',
    // Slack requires a submit button in a dialog with a field. It shows the chosen result again.
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
      isEmpty
        ? { hint: 'Type at least two letters, then choose a result. The last one asks what you typed as a question.' }
        : {},
    ),
    dispatch_action: true,
  };
}

function foundBlocks({ blocks }: Pick<Message, 'blocks'>): KnownBlock[] {
  return [divider, ...blocks, divider, actions([button('Search again', { do: 'search:open' })])];
}

/** Offers a button for the search dialog if the app could not open it by itself. */
export function searchMessage(): Message {
  return {
    text: 'Search the guide while you type.',
    blocks: [
      section('Search titles, other names and headings while you type.'),
      actions([button('Search as you type', { do: 'search:open' }, { style: 'primary' })]),
    ],
  };
}

/** A value has room for half of this. */
const READ = 300;
/** Characters that a page's title keeps after a long heading. */
const TITLE = 30;

/** The suggestions for what was typed. The last one asks it as a question. */
export function searchOptions(typed: string, suggestions: readonly Suggestion[]): PlainTextOption[] {
  const question = typed.slice(0, READ).replace(/\s+/g, ' ').trim();
  const options = suggestions.map(toOption);
  if (question !== '') options.push(questionOption(question));
  // Slack requires different values.
  return [...new Map(options.map((option) => [option.value, option])).values()].slice(0, limits.selectOptions);
}

function toOption(suggestion: Suggestion): PlainTextOption {
  const { page, section, text, kind } = suggestion;
  return option(
    kind === 'title' ? cutPlain(text, limits.optionText) : withPage(text, kind === 'alias' ? ' – ' : ' › ', page.title),
    valueToChoose(suggestion),
    section === undefined ? page.summary.replaceAll('`', '') : firstLine(section.text),
  );
}

/** A section's first line says best what it is about. */
function firstLine(text: string): string {
  return /\S.*/.exec(text)?.[0] ?? '';
}

function option(text: string, value: string, about: string): PlainTextOption {
  const description = cutPlain(about, limits.optionDescription);
  return { text: plainText(text || '…'), value, ...(description !== '' && { description: plainText(description) }) };
}

/** A heading or other name, with its page. If they are too long, both keep their beginning. */
function withPage(name: string, mark: string, title: string): string {
  const room = limits.optionText - mark.length;
  const first = cutPlain(name, room - Math.min(title.length, TITLE));
  return `${first}${mark}${cutPlain(title, room - first.length)}`;
}

function valueToChoose({ page: { slug }, section }: Suggestion): string {
  const value = encodeValue({ do: 'search:choose', slug, ...(section && { section: shortHash(section.anchor) }) });
  // A slug without a section always fits. Such a page then opens at its beginning.
  return value.length <= limits.optionValue ? value : encodeValue({ do: 'search:choose', slug });
}

function questionOption(question: string): PlainTextOption {
  const asked = fitting(question);
  const frame = 'Search for “”';
  const shown = cutPlain(asked, limits.optionText - frame.length);
  return option(`Search for “${shown}”`, valueToAsk(asked), 'Ask it as a question');
}

function valueToAsk(question: string): string {
  return encodeValue({ do: 'question:ask', question });
}

/** As much of a question as fits a value, where some characters take several. */
function fitting(question: string): string {
  let max = limits.optionValue;
  let cut = cutPlain(question, max);
  while (valueToAsk(cut).length > limits.optionValue) {
    max -= 1;
    cut = cutPlain(question, max);
  }
  return cut;
}
