import type { InputBlock, InputBlockElement, PlainTextOption } from '@slack/types';
import { limits } from './limits.js';
import { cutPlain } from './mrkdwn/cut.js';
import { plainText } from './plain-text.js';

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
