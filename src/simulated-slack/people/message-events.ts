import { messageObject } from '../web-api/message-arguments.js';
import { sharedLinks } from '../workspace/shared-links.js';
import type { Channel, JsonObject, Message } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/workspace-store.js';

const kinds = {
  public: { event: 'message.channels', type: 'channel', scope: 'channels:history' },
  private: { event: 'message.groups', type: 'group', scope: 'groups:history' },
  direct: { event: 'message.im', type: 'im', scope: 'im:history' },
} as const;

/** What the app is told of a message that a person wrote: what it subscribed to, may read, and where it is a member. */
export function messageEvents(store: WorkspaceStore, channel: Channel, message: Message): JsonObject[] {
  if (!store.appIsMember(channel)) return [];
  const { event, type, scope } = kinds[channel.kind];
  const said = { ...messageObject(store, message), channel: channel.id, event_ts: message.ts };
  const mentions = channel.kind !== 'direct' && message.text.includes(`<@${store.state.app.botUserId}>`);
  const links = sharedLinks(store, message.text);
  return [
    ...(mentions && tells(store, 'app_mention', 'app_mentions:read') ? [{ ...said, type: 'app_mention' }] : []),
    ...(tells(store, event, scope) ? [{ ...said, type: 'message', channel_type: type }] : []),
    ...(links.length > 0 && tells(store, 'link_shared', 'links:read')
      ? [
          {
            type: 'link_shared',
            user: message.author.id,
            channel: channel.id,
            message_ts: message.ts,
            ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
            links,
            source: 'conversations_history',
            unfurl_id: `${channel.id}.${message.ts}`,
            event_ts: message.ts,
          },
        ]
      : []),
  ];
}

function tells({ manifest, state }: WorkspaceStore, event: string, scope: string): boolean {
  return manifest?.events.includes(event) === true && state.app.scopes.includes(scope);
}
