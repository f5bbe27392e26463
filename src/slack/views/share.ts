import type { KnownBlock, LinkUnfurls, ModalView } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import { leadingSentences } from '../../guide/text.js';
import {
  button,
  contextLine,
  dialog,
  divider,
  input,
  type Message,
  messageOf,
  option,
  plainText,
  section,
} from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { bold, cutPlain, escapeKeepingCode, link } from '../block-kit/mrkdwn/escape.js';
import { sharedCard } from './card.js';
import type { RenderContext } from './context.js';
import { cannotPostReason, notPostedNotice, plainNotice } from './notices.js';

export interface Sharing {
  /** Who shares. */
  readonly person: string;
  /** Where the card was. Without one, the person chooses a channel. */
  readonly place?: Place | undefined;
  readonly question?: string | undefined;
  /** The anchor of the section that the card shows. */
  readonly section?: string | undefined;
}

/** What Share will post and where, before it is posted. */
export function shareDialog(
  answer: PageAnswer,
  { person, place, question, section: anchor }: Sharing,
  context: RenderContext,
): ModalView {
  return dialog({
    kind: 'share',
    title: 'Share this card',
    submit: 'Share',
    close: 'Cancel',
    metadata: encodeDialog({
      dialog: 'share',
      slug: answer.page.slug,
      ...(question !== undefined && { question }),
      ...(anchor !== undefined && { section: anchor }),
      ...(place && { place }),
    }),
    blocks: [
      ...placeBlocks(place),
      divider,
      ...sharedCard(answer, person, context).blocks,
      divider,
      contextLine('Its buttons answer each person privately.'),
    ],
  });
}

/** The field for where a card of a thread goes, and what its second choice is called. */
export const SHARE_WHERE = 'where';
export const IN_CHANNEL = 'channel';

function placeBlocks(place: Place | undefined): KnownBlock[] {
  if (place === undefined) return [channelField()];
  if (place.thread === undefined) return [section(`Everyone ${inPlace(place)} will see this:`)];
  const options = [option('In this thread', 'thread'), option('In the channel, outside the thread', IN_CHANNEL)];
  const [inThread] = options;
  return [
    input(SHARE_WHERE, 'Where', {
      type: 'radio_buttons',
      action_id: SHARE_WHERE,
      options,
      ...(inThread && { initial_option: inThread }),
    }),
    section(`Everyone ${inPlace({ channel: place.channel })} will see this:`),
  ];
}

function channelField() {
  return input('channel', 'Channel', {
    type: 'conversations_select',
    action_id: 'channel',
    placeholder: plainText('Choose a channel'),
    filter: { include: ['public', 'private'], exclude_bot_users: true },
  });
}

/** `in #deployments`. A direct message has no name. */
export function inPlace({ channel, thread }: Pick<Place, 'channel' | 'thread'>): string {
  const where = /^[CG]/.test(channel) ? `<#${channel}>` : 'this conversation';
  return thread === undefined ? `in ${where}` : `in this thread in ${where}`;
}

export interface Shared {
  readonly title: string;
  readonly place: Place;
  readonly person: string;
  /** The message, if the app may delete it. Of one that was sent by `response_url`, Slack does not tell. */
  readonly message?: string | undefined;
}

/** Tells the person that a card was shared, and lets them take it back. */
export function sharedNotice({ title, place, person, message }: Shared): Message {
  const shared = `✅ Shared ${inPlace(place)}: ${bold(cutPlain(title, 150))}`;
  if (message === undefined)
    return messageOf([section(`${shared}\nI'm not in this conversation, so I can't remove the card again.`)]);
  return messageOf([
    section(
      shared,
      button(
        'Remove',
        { do: 'share:remove', channel: place.channel, message, by: person },
        { label: 'Remove the shared card' },
      ),
    ),
  ]);
}

/** A card could not be shared. @param code Slack's, or `uncertain` if it may have been */
export function cannotShareNotice(code: string): Message {
  if (code === 'uncertain') return plainNotice(cannotPostReason(code));
  return notPostedNotice('The card was not shared.', code);
}

/**
 * An answer could not be posted below a message. @param code Slack's, `uncertain` if it may have been, or undefined if the app is not in the
 * conversation and its `response_url` failed
 */
export function cannotReplyNotice(code = 'channel_not_found'): Message {
  if (code === 'uncertain') return plainNotice(cannotPostReason(code));
  return notPostedNotice('The answer was not posted.', code);
}

/** The reply by `response_url` that would have shared the card failed. */
export function shareTooOldNotice(): Message {
  return plainNotice(
    'The card was not shared: this button is too old or was used too often. Ask again, then press Share.',
  );
}

/** A shared card was deleted, now or before. */
export function shareRemovedNotice(): Message {
  return plainNotice('Removed. It is no longer in the conversation.');
}

/** Only who shared a card may remove it. */
export function notYoursNotice(): Message {
  return plainNotice('Only the person who shared this card can remove it.');
}

/** Only who asked may remove the answer, in a mention or by the shortcut of a message. */
export function notYourAnswerNotice(): Message {
  return plainNotice('Only the person who asked can remove this answer.');
}

/** @param code Slack's; undefined if Slack could not be reached */
export function cannotRemoveNotice(code: string | undefined): Message {
  const why =
    code === undefined
      ? "I couldn't reach Slack. Try again."
      : `Slack refused it (${code}). A workspace admin can delete it.`;
  return plainNotice(`This was not removed. ${why}`);
}

/** Characters of a link preview: of its title, where a second short sentence still fits, and where one that is longer is cut. */
const TITLE = 150;
const SENTENCE = 160;
const MAX_SENTENCE = 240;

/**
 * What Slack shows below a link to a page: its title, a sentence of it, and Open, which shows the card to the person who presses it. With a section, its
 * heading and its first sentence.
 */
export function linkPreview({ page, passage }: PageAnswer, url: string): LinkUnfurls[string] {
  const heading = passage?.path.at(-1);
  const title = cutPlain(heading === undefined ? page.title : `${page.title} › ${heading}`, TITLE);
  const text = passage && passage.section.text.trim() !== '' ? passage.section.text : page.summary;
  const sentence = escapeKeepingCode(cutPlain(leadingSentences(text, SENTENCE), MAX_SENTENCE));
  const trail = { slugs: [], ...(passage && { section: passage.section.anchor }) };
  const open = button('Open', { do: 'page:open', slug: page.slug, trail, anew: true }, { label: `Open ${page.title}` });
  return {
    blocks: [section(`*${link(title, url)}*${sentence === '' ? '' : `\n${sentence}`}`, open)],
    // The composer would show the title of its own preview with entities.
    preview: { title: plainText(title) },
  };
}
