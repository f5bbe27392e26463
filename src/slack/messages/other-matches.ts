import type { KnownBlock } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import { actions, context } from '../blocks.js';
import { openButton } from './open-button.js';

/** Pages that also matched the question. */
export function otherMatches({ others, trail }: PageAnswer): KnownBlock[] {
  return others.length === 0
    ? []
    : [context('Not what you meant? These matched too:'), actions(others.map((page) => openButton(page, { trail })))];
}
