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
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { actionId, type ButtonAction, encodeValue, LINK } from './action-value.js';
import { limits } from './limits.js';
import { cutPlain } from './mrkdwn/escape.js';

/** A message: its blocks, and the same in a line or two of mrkdwn for screen readers and notifications. */
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

/** A row of buttons. */
export function actions(buttons: readonly Button[]): ActionsBlock {
  const seen = new Map<string, number>();
  return {
    type: 'actions',
    elements: buttons.slice(0, limits.actionsElements).map((button) => {
      const id = button.action_id ?? '';
      const index = seen.get(id) ?? 0;
      seen.set(id, index + 1);
      return index === 0 ? button : { ...button, action_id: actionId(id, index) };
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

function buttonText(text: string, emoji: string | undefined): PlainTextElement {
  const label = cutPlain(emoji === undefined ? text : `:${emoji}: ${text}`, limits.buttonText) || '…';
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
}

export function dialog({ kind, title, blocks, submit, close = 'Close', metadata }: DialogParts): ModalView {
  return {
    type: 'modal',
    callback_id: kind,
    title: plainText(cutPlain(title, limits.viewTitle) || '…'),
    ...(submit !== undefined && { submit: plainText(submit) }),
    close: plainText(close),
    ...(metadata !== undefined && { private_metadata: metadata }),
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
