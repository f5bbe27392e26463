import type { Channel, JsonObject, Message } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/workspace-store.js';
import { ApiError, type ApiMethod, requireScope } from '../api-method.js';
import { knownChannel } from '../find-channel.js';
import { messageObject } from '../message-arguments.js';

const historyScope = { public: 'channels:history', private: 'groups:history', direct: 'im:history' } as const;

const optional = {
  cursor: 'string',
  limit: 'number',
  oldest: 'string',
  latest: 'string',
  inclusive: 'boolean',
  include_all_metadata: 'boolean',
} as const;

/** A bot reads where it is a member and has the scope for that kind of conversation. @throws ApiError */
const readable = (args: JsonObject, store: WorkspaceStore): Channel => {
  const channel = knownChannel(store, String(args.channel));
  requireScope(store, historyScope[channel.kind]);
  if (!store.appIsMember(channel)) throw new ApiError('not_in_channel');
  return channel;
};

const pageOf = (args: JsonObject, store: WorkspaceStore, messages: Message[]): JsonObject => {
  const { oldest = '0', latest = '9999999999.000000' } = args;
  const wanted = messages.filter(
    ({ ts, visibleTo }) => visibleTo === undefined && Number(ts) > Number(oldest) && Number(ts) < Number(latest),
  );
  const from = Number(args.cursor ?? 0) || 0;
  const limit = Math.min(Number(args.limit ?? 100), 999);
  const hasMore = from + limit < wanted.length;
  return {
    messages: wanted.slice(from, from + limit).map((message) => {
      const { metadata, ...object } = messageObject(store, message);
      return args.include_all_metadata === true && metadata !== undefined ? { ...object, metadata } : object;
    }),
    has_more: hasMore,
    response_metadata: { next_cursor: hasMore ? String(from + limit) : '' },
  };
};

const history: ApiMethod = {
  required: { channel: 'string' },
  optional,
  run(args, store) {
    const { id } = readable(args, store);
    const messages = store.state.messages.filter(({ channel, threadTs }) => channel === id && threadTs === undefined);
    return pageOf(args, store, messages.toReversed());
  },
};

const replies: ApiMethod = {
  required: { channel: 'string', ts: 'string' },
  optional,
  run(args, store) {
    const { id } = readable(args, store);
    const thread = store.state.messages.filter(
      ({ channel, threadTs, ts }) => channel === id && (ts === args.ts || threadTs === args.ts),
    );
    if (thread.length === 0) throw new ApiError('thread_not_found');
    return pageOf(args, store, thread);
  },
};

/** Reading what was said, oldest last in a channel and oldest first in a thread, as Slack does. */
export const historyMethods: Record<string, ApiMethod> = {
  'conversations.history': history,
  'conversations.replies': replies,
};
