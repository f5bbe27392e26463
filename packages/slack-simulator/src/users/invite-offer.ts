import { messageObject } from '../web-api/messages.js';
import type { Channel, Message, Person } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/store.js';
import { findElement, pressables } from './elements.js';
import type { Simulation } from './payloads.js';
import type { PressReply, Target } from './workspace.js';

const INVITE = 'slack:invite';
const DISMISS = 'slack:dismiss';

export function mentionsApp({ state: { app } }: WorkspaceStore, { text }: Message): boolean {
  return text.includes(`<@${app.botUserId}>`);
}

/**
 * A mention of the app in a channel that it is not in: the app hears nothing of it, and Slack asks the author privately whether to invite it
 * (docs.slack.dev/reference/events/app_mention).
 */
export function offerInvite(store: WorkspaceStore, channel: Channel, message: Message): void {
  if (channel.kind === 'direct' || store.appIsMember(channel) || !mentionsApp(store, message)) return;
  const text = `You mentioned <@${store.state.app.botUserId}>, but they’re not in this channel.`;
  const button = (label: string, action_id: string) => ({
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: label },
    value: message.ts,
  });
  store.post({
    channel: channel.id,
    author: { kind: 'slack', id: 'USLACKBOT', name: 'Slackbot' },
    text,
    blocks: store.identified([
      { type: 'section', block_id: 'offer', text: { type: 'mrkdwn', text } },
      {
        type: 'actions',
        block_id: 'answers',
        elements: [button('Invite Them', INVITE), button('Do Nothing', DISMISS)],
      },
    ]),
    visibleTo: message.author.id,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  });
}

export function isInviteOffer({ author, blocks }: Message): boolean {
  return author.kind === 'slack' && pressables(blocks).some(({ element }) => element.action_id === INVITE);
}

/** The author invites the app, and Slack tells it about the mention now; or they leave it at that. The app gets no press. */
export async function answerInviteOffer(
  { store, sendEvent }: Simulation,
  person: Person,
  offer: Message,
  target: Target,
): Promise<PressReply> {
  const { element, button } = findElement(pressables(offer.blocks), target);
  const mention = store.message(offer.channel, String(button.value));
  store.remove(offer);
  const channel = store.channel(offer.channel);
  if (element.action_id === INVITE && mention !== undefined && !store.appIsMember(channel)) {
    channel.members.push(store.state.app.botUserId);
    store.notify({ kind: 'channel', channel: channel.id });
    store.post({
      channel: channel.id,
      author: { kind: 'slack', id: 'USLACKBOT', name: 'Slackbot' },
      text: `OK! I’ve invited <@${store.state.app.botUserId}> to this channel.`,
      visibleTo: person.id,
      ...(offer.threadTs === undefined ? {} : { threadTs: offer.threadTs }),
    });
    const { manifest, state } = store;
    if (manifest?.events.includes('app_mention') && state.app.scopes.includes('app_mentions:read')) {
      const said = { ...messageObject(store, mention), channel: channel.id, event_ts: mention.ts };
      void sendEvent({ ...said, type: 'app_mention' });
    }
  }
  return { outcome: { kind: 'ok' }, messages: () => [] };
}
