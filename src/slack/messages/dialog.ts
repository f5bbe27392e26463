import type { KnownBlock, ModalView } from '@slack/types';
import { limits } from '../limits.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { plainText } from '../plain-text.js';

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
