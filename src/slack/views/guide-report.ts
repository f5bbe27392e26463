import type { AuthorMessageContent, GuideFault } from '../../outbox/author-messages.js';
import { contextLine, type Message, section } from '../block-kit/blocks.js';
import { cutPlain, escapeEntities, escapeMrkdwn } from '../block-kit/mrkdwn/escape.js';
import { count } from './format.js';
import { messageOf } from './message-text.js';

/** All of them have to fit one message. */
const ERRORS = 12;
const PLACE = 150;
const TEXT = 300;

/** Tells an author what is wrong with the guide, or that it is fine again. */
export function guideReportMessage({ errors, outcome, total, version }: AuthorMessageContent): Message {
  const of = version === undefined ? '' : ` (${version})`;
  if (outcome === 'fine') {
    return messageOf([section(escapeMrkdwn(`✅ The guide is fine again${of}. All of its pages are in use.`))]);
  }
  const opening = {
    refused: `The guide was not updated${of}: these errors would take away pages that people read now. The version before it stays in use.`,
    unusable: `The guide cannot be used${of}, and there is no version before it, so nobody gets an answer.`,
    'left-out': `The guide is in use${of}, but without the files that have errors.`,
  }[outcome];
  const shown = errors.slice(0, ERRORS);
  const more = total - shown.length;
  return messageOf([
    section(`⚠️ ${escapeMrkdwn(opening)}`),
    ...shown.map((error) => section(faultLine(error))),
    contextLine(
      `${more > 0 ? `and ${count(more, 'more error')}. ` : ''}\`guidepost check\` lists everything that is wrong with a guide. You get another message when it is fixed.`,
    ),
  ]);
}

/** `docs/deploy.md:7`, and what is wrong. */
function faultLine({ file, line, text }: GuideFault): string {
  const place = `${cutPlain(file, PLACE)}${line === undefined ? '' : `:${line}`}`.replaceAll('`', 'ˋ');
  return `\`${escapeEntities(place)}\` ${escapeMrkdwn(cutPlain(text, TEXT))}`;
}
