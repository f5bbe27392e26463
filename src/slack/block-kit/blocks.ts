import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  ModalView,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
  StaticSelect,
} from '@slack/types';
import { actionId, type ButtonAction, encodeValue, LINK, MENU } from './action-value.js';
import { limits } from './limits.js';
import { cutPlain, escapeEntities } from './mrkdwn/escape.js';

/** A message: its blocks, and what they say as text. Screen readers read only that, and notifications show its beginning. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export function plainText(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(cutPlain(text, limits.headerText) || '…') };
}

/** `verbatim` keeps Slack from linking bare words and reading mentions in a guide's text. */
export function section(text: string, accessory?: Button): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
    ...(accessory && { accessory }),
  };
}

/** A line of small, grey text. */
export function contextLine(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

export const divider: DividerBlock = { type: 'divider' };

/** A row of buttons and menus. */
export function actions(elements: readonly (Button | Overflow | StaticSelect)[]): ActionsBlock {
  const seen = new Map<string, number>();
  return {
    type: 'actions',
    elements: elements.slice(0, limits.actionsElements).map((element) => {
      const id = element.action_id ?? '';
      const index = seen.get(id) ?? 0;
      seen.set(id, index + 1);
      return index === 0 ? element : { ...element, action_id: actionId(id, index) };
    }),
  };
}

export interface ButtonStyle {
  readonly style?: 'primary' | 'danger';
  /** An emoji name without colons. */
  readonly emoji?: string | undefined;
  /** What a screen reader says, where several buttons have the same text. */
  readonly label?: string;
  /** Asks before the press is sent, for what cannot be undone. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

export function button(text: string, action: ButtonAction, { style, emoji, label, confirm }: ButtonStyle = {}): Button {
  return {
    type: 'button',
    action_id: actionId(action.do),
    text: buttonText(text, emoji),
    value: encodeValue(action),
    ...(style && { style }),
    ...(label && { accessibility_label: cutPlain(label, limits.buttonText) }),
    ...(confirm && {
      confirm: {
        title: plainText(confirm.title),
        text: plainText(confirm.text),
        confirm: plainText(confirm.yes),
        deny: plainText('Cancel'),
      },
    }),
  };
}

export function linkButton(text: string, url: string, { emoji }: Pick<ButtonStyle, 'emoji'> = {}): Button {
  return { type: 'button', action_id: LINK, text: buttonText(text, emoji), url };
}

/** Something to choose, and what it then does. */
export interface Choice {
  readonly text: string;
  readonly action: ButtonAction;
}

/**
 * What is needed less often, behind a button with three dots. The value of an option has little room: what does not fit, such as a long
 * question, becomes a button of its own.
 */
export function menu(choices: readonly Choice[]): (Button | Overflow)[] {
  const entries = choices.map((choice) => ({ choice, option: toOption(choice) }));
  const options = entries.flatMap(({ option }) => option ?? []).slice(0, limits.overflowOptions);
  // A menu with one entry is a detour.
  if (options.length < 2) return choices.map(({ text, action }) => button(text, action));
  const tooLong = entries.filter(({ option }) => option === undefined);
  return [
    ...tooLong.map(({ choice: { text, action } }) => button(text, action)),
    { type: 'overflow', action_id: MENU, options },
  ];
}

/** A select that acts when something is chosen; undefined if a choice does not fit an option. @param chosen the place of the first choice shown */
export function selectMenu(placeholder: string, choices: readonly Choice[], chosen?: number): StaticSelect | undefined {
  const options = choices.flatMap((choice) => toOption(choice) ?? []);
  if (options.length < choices.length || options.length === 0 || options.length > limits.selectOptions)
    return undefined;
  const initial = chosen === undefined ? undefined : options[chosen];
  return {
    type: 'static_select',
    action_id: MENU,
    placeholder: plainText(cutPlain(placeholder, limits.placeholder)),
    options,
    ...(initial && { initial_option: initial }),
  };
}

/** @returns undefined if the value does not fit */
function toOption({ text, action }: Choice): PlainTextOption | undefined {
  const value = encodeValue(action);
  return value.length > limits.optionValue ? undefined : option(text, value);
}

function buttonText(text: string, emoji: string | undefined): PlainTextElement {
  const label = cutPlain(emoji === undefined ? text : `:${emoji}: ${text}`.trim(), limits.buttonText) || '…';
  return { type: 'plain_text', text: label, emoji: emoji !== undefined };
}

export interface DialogParts {
  /** The `callback_id`. A press inside a dialog of the same kind updates that dialog instead of opening one on top. */
  readonly kind: string;
  /** Cut after 24 characters. */
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
  readonly submit?: string;
  readonly close?: string;
  /** By `encodeDialog`. */
  readonly metadata?: string;
  /** Closing it closes the dialogs below it too. */
  readonly closesAll?: boolean;
}

export function dialog({ kind, title, blocks, submit, close = 'Close', metadata, closesAll }: DialogParts): ModalView {
  return {
    type: 'modal',
    callback_id: kind,
    title: plainText(cutPlain(title, limits.viewTitle) || '…'),
    ...(submit !== undefined && { submit: plainText(submit) }),
    close: plainText(close),
    ...(metadata !== undefined && { private_metadata: metadata }),
    ...(closesAll && { clear_on_close: true }),
    blocks: [...blocks],
  };
}

/** A field of a dialog. Its name is the block's id, which Slack uses for values and errors. */
export function input(
  name: string,
  label: string,
  element: InputBlockElement,
  { hint, optional = false }: { hint?: string; optional?: boolean } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plainText(label),
    element,
    ...(hint !== undefined && { hint: plainText(hint) }),
    ...(optional && { optional }),
  };
}

/** @param value what Slack sends when the option is chosen, 150 characters at most */
export function option(text: string, value: string): PlainTextOption {
  return { text: plainText(cutPlain(text, limits.optionText) || '…'), value };
}

/**
 * A message with its text made from its blocks: screen readers read only the text. Formats and links are left out; buttons are named.
 * @param opening says first, in one line of plain text, what a notification should show; otherwise the blocks begin
 */
export function messageOf(blocks: readonly KnownBlock[], opening?: string): Message {
  const lines = blocks.map(textOfBlock);
  if (opening !== undefined) lines.unshift(escapeEntities(opening));
  return { text: cut(lines.filter((line) => line !== '').join('\n'), limits.messageText), blocks: [...blocks] };
}

/** What a block says, with entities escaped. */
function textOfBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return escapeEntities(block.text.text);
    case 'section':
      return readable(block.text?.text ?? '');
    case 'context':
      return block.elements.map((element) => ('text' in element ? readable(element.text) : '')).join(' ');
    case 'actions':
      return block.elements
        .map((element) => (element.type === 'button' ? buttonName(element) : ''))
        .filter((name) => name !== '')
        .join(', ');
    default:
      return '';
  }
}

/** Without the emoji in front. A button that shows nothing else has a label for it. */
function buttonName({ text: { text }, accessibility_label: label = '' }: Button): string {
  return escapeEntities(/^:[\w+-]+:$/.test(text) ? label : text.replace(/^:[\w+-]+: /, ''));
}

/** Code, of which only the marks go, and what a screen reader would spell out: addresses, marks of formats, the cells of a progress bar. */
const MARKS = /```\n?([\s\S]*?)\n?```|`([^`\n]+)`|<(?:https?|mailto|slack):[^<>|]*\|([^<>]*)>|[*_~]+|[■▣□]+ */g;

function readable(mrkdwn: string): string {
  return mrkdwn
    .replace(MARKS, (mark: string, fenced = '', code = '', label = '', at = 0) =>
      /^[*_~]/.test(mark) && !isFormat(mrkdwn, at, at + mark.length) ? mark : fenced || code || label,
    )
    .trim();
}

/** A sign inside a word, or alone between spaces, is part of the text. */
function isFormat(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  const begins = !WORD.test(before) && after.trim() !== '';
  const ends = before.trim() !== '' && !WORD.test(after);
  return begins || ends;
}

const WORD = /[\p{L}\p{N}]/u;

/** Shortens a text between words. No entity, mention or time is cut in two. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1);
  const end = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'));
  const whole = (end > max / 2 ? room.slice(0, end) : room).replace(/&[a-z]*$|[\uD800-\uDBFF]$/, '');
  const open = whole.lastIndexOf('<');
  return `${(open > whole.lastIndexOf('>') ? whole.slice(0, open) : whole).trimEnd()}…`;
}
