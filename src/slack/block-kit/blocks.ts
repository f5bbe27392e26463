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

/** A message as an edge sends it: the blocks, and the same in a line or two for screen readers and notifications. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

export function header(text: string): HeaderBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: cutPlain(text, limits.headerText) || '…', emoji: false },
  };
}

/** `verbatim`: Slack must neither link bare words nor read mentions into a guide's text. */
export function section(text: string, accessory?: Button): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
    ...(accessory && { accessory }),
  };
}

export function context(text: string): ContextBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text, verbatim: true }],
  };
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
      return { ...button, action_id: actionId(id, index) };
    }),
  };
}

export interface ButtonLook {
  readonly style?: 'primary' | 'danger';
  /** An emoji name without colons. */
  readonly emoji?: string | undefined;
  /** What a screen reader says instead of the label, where labels alone repeat. */
  readonly label?: string;
  /** Asked before the press is sent, for what cannot be taken back. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

export function button(text: string, action: ButtonAction, { style, emoji, label, confirm }: ButtonLook = {}): Button {
  return {
    type: 'button',
    action_id: action.do,
    text: { type: 'plain_text', text: buttonText(text, emoji), emoji: emoji !== undefined },
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

export function linkButton(text: string, url: string, { emoji }: ButtonLook = {}): Button {
  return {
    type: 'button',
    action_id: LINK,
    text: { type: 'plain_text', text: buttonText(text, emoji), emoji: emoji !== undefined },
    url,
  };
}

function buttonText(text: string, emoji: string | undefined): string {
  return cutPlain(emoji === undefined ? text : `:${emoji}: ${text}`, limits.buttonText) || '…';
}

/** A text that Slack shows as it is. */
export function plainText(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

/** @param value what comes back when it is chosen, 75 characters at most */
export function option(text: string, value: string): PlainTextOption {
  return {
    text: plainText(cutPlain(text, limits.optionText) || '…'),
    value,
  };
}

/** A field of a dialog, named once: the block's id is what errors and values are filed under. */
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

export interface DialogParts {
  /** What kind of dialog this is: a press inside one of the same kind turns its page. */
  readonly kind: string;
  /** 24 characters at most are shown. */
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
