import type { Channel, JsonObject, Message } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/workspace-store.js';
import { ApiError, type ApiMethod, requireScope } from '../api-method.js';
import { knownChannel } from '../find-channel.js';
import { messageObject } from '../message-arguments.js';
import { pageOf, paging } from '../page-of.js';

const scope = { public: 'channels:history', private: 'groups:history', direct: 'im:history' } as const;
const range = { latest: 'string', oldest: 'string', inclusive: 'boolean', include_all_metadata: 'boolean' } as const;

/** A channel whose messages the app may read: it has the scope and is a member. */
function readable(args: JsonObject, store: WorkspaceStore): Channel {
  const channel = knownChannel(store, String(args.channel));
  requireScope(store, scope[channel.kind]);
  if (!store.appIsMember(channel)) throw new ApiError('not_in_channel');
  return channel;
}

function inRange({ ts }: Message, { oldest, latest, inclusive }: JsonObject): boolean {
  const at = Number(ts);
  const first = Number(oldest ?? 0);
  const last = latest === undefined ? Number.POSITIVE_INFINITY : Number(latest);
  return (at > first && at < last) || (inclusive === true && (at === first || at === last));
}

function reply(store: WorkspaceStore, messages: Message[], args: JsonObject): JsonObject {
  const { page, next } = pageOf(messages, args);
  return {
    messages: page.map((message) => {
      const { metadata, ...object } = messageObject(store, message);
      return args.include_all_metadata === true && metadata !== undefined ? { ...object, metadata } : object;
    }),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  };
}

/** Everything in a channel that Slack keeps: no ephemeral message. */
function kept(store: WorkspaceStore, channel: Channel, args: JsonObject): Message[] {
  return store.state.messages.filter(
    (message) => message.channel === channel.id && message.visibleTo === undefined && inRange(message, args),
  );
}

const history: ApiMethod = {
  required: { channel: 'string' },
  optional: { ...paging, ...range },
  run(args, store) {
    const channel = readable(args, store);
    const all = kept(store, channel, args).filter(({ threadTs }) => threadTs === undefined);
    return reply(store, all.reverse(), args);
  },
};

const replies: ApiMethod = {
  required: { channel: 'string', ts: 'string' },
  optional: { ...paging, ...range },
  run(args, store) {
    const channel = readable(args, store);
    const all = kept(store, channel, args).filter(({ ts, threadTs }) => ts === args.ts || threadTs === args.ts);
    if (!store.message(channel.id, String(args.ts))) throw new ApiError('thread_not_found');
    return reply(store, all, args);
  },
};

export const historyMethods: Record<string, ApiMethod> = {
  'conversations.history': history,
  'conversations.replies': replies,
};
