import type { KnownBlock, ModalView } from '@slack/types';
import type { PageAnswer } from '../../answer/answer.js';
import {
  button,
  contextLine,
  dialog,
  divider,
  input,
  type Message,
  option,
  plainText,
  section,
} from '../block-kit/blocks.js';
import { encodeDialog, type Place } from '../block-kit/dialog-state.js';
import { bold, cutPlain } from '../block-kit/mrkdwn/escape.js';
import { sharedCard } from './card.js';
import type { RenderContext } from './context.js';
import { messageOf } from './message-text.js';

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
