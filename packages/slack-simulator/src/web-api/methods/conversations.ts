import type { Channel, JsonObject, Message } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/store.js';
import { knownChannel, messageObject } from '../messages.js';
import { ApiError, type ApiMethod, pageOf, paging, refusal, requireScope } from '../method.js';

const readScope = { public: 'channels:read', private: 'groups:read', direct: 'im:read' } as const;

function readable(args: JsonObject, store: WorkspaceStore): Channel {
  const channel = knownChannel(store, String(args.channel));
  requireScope(store, readScope[channel.kind]);
  return channel;
}

function channelObject(store: WorkspaceStore, { id, name, kind, members, archived }: Channel): JsonObject {
  return kind === 'direct'
    ? {
        id,
        is_im: true,
        is_archived: archived,
        user: store.state.people.find((one) => members.includes(one.id))?.id ?? '',
      }
    : {
        id,
        name,
        name_normalized: name,
        is_channel: kind === 'public',
        is_group: kind === 'private',
        is_im: false,
        is_private: kind === 'private',
        is_archived: archived,
        is_general: name === 'general',
        is_member: members.includes(store.state.app.botUserId),
      };
}

const info: ApiMethod = {
  required: { channel: 'string' },
  optional: { include_locale: 'boolean', include_num_members: 'boolean' },
  run(args, store) {
    const channel = readable(args, store);
    const about = channelObject(store, channel);
    return { channel: args.include_num_members === true ? { ...about, num_members: channel.members.length } : about };
  },
};

const kindOf: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'direct',
};

/** Public channels, and other conversations the app is a member of. */
const list: ApiMethod = {
  required: {},
  optional: { ...paging, types: 'string', exclude_archived: 'boolean' },
  run(args, store) {
    const types = String(args.types ?? 'public_channel').split(',');
    const unknown = types.filter((type) => type !== 'mpim' && !Object.hasOwn(kindOf, type));
    if (unknown.length > 0) throw new ApiError('invalid_types', { errors: unknown });
    const kinds = new Set(types.flatMap((type) => kindOf[type] ?? []));
    for (const kind of kinds) requireScope(store, readScope[kind]);
    const all = store.state.channels.filter(
      (channel) =>
        kinds.has(channel.kind) &&
        (channel.kind === 'public' || store.appIsMember(channel)) &&
        !(args.exclude_archived === true && channel.archived),
    );
    const { page, next } = pageOf(all, args);
    return {
      channels: page.map((channel) => channelObject(store, channel)),
      response_metadata: { next_cursor: next },
    };
  },
};

const members: ApiMethod = {
  required: { channel: 'string' },
  optional: paging,
  run(args, store) {
    const { page, next } = pageOf(readable(args, store).members, args);
    return { members: page, response_metadata: { next_cursor: next } };
  },
};

const open: ApiMethod = {
  scope: 'im:write',
  required: {},
  optional: { channel: 'string', users: 'string', return_im: 'boolean', prevent_creation: 'boolean' },
  run(args, store) {
    if (args.users !== undefined && String(args.users).includes(',')) {
      throw refusal('invalid_arguments', ['conversations of several people are not simulated']);
    }
    const direct = store.state.channels.find(
      ({ id, kind, members: people }) =>
        kind === 'direct' && (id === args.channel || (args.users !== undefined && people.includes(String(args.users)))),
    );
    if (!direct) throw new ApiError(args.users === undefined ? 'channel_not_found' : 'user_not_found');
    return { no_op: true, already_open: true, channel: { id: direct.id } };
  },
};

export const conversationMethods: Record<string, ApiMethod> = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.open': open,
};

const scope = { public: 'channels:history', private: 'groups:history', direct: 'im:history' } as const;
const range = { latest: 'string', oldest: 'string', inclusive: 'boolean', include_all_metadata: 'boolean' } as const;

/** A channel whose messages the app may read, as a member with the scope. */
function readable_2(args: JsonObject, store: WorkspaceStore): Channel {
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

/** The stored messages of a channel, which excludes ephemeral ones. */
function kept(store: WorkspaceStore, channel: Channel, args: JsonObject): Message[] {
  return store.state.messages.filter(
    (message) => message.channel === channel.id && message.visibleTo === undefined && inRange(message, args),
  );
}

const history: ApiMethod = {
  required: { channel: 'string' },
  optional: { ...paging, ...range },
  run(args, store) {
    const channel = readable_2(args, store);
    const all = kept(store, channel, args).filter(({ threadTs }) => threadTs === undefined);
    return reply(store, all.reverse(), args);
  },
};

const replies: ApiMethod = {
  required: { channel: 'string', ts: 'string' },
  optional: { ...paging, ...range },
  run(args, store) {
    const channel = readable_2(args, store);
    const all = kept(store, channel, args).filter(({ ts, threadTs }) => ts === args.ts || threadTs === args.ts);
    if (!store.message(channel.id, String(args.ts))) throw new ApiError('thread_not_found');
    return reply(store, all, args);
  },
};

export const historyMethods: Record<string, ApiMethod> = {
  'conversations.history': history,
  'conversations.replies': replies,
};

/** docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts: "up to four". */
const MAX_PROMPTS = 4;

/** Offers a person what to ask, in their conversation with the app. With `thread_ts`, Slack does nothing for an app with the agent view. */
const setSuggestedPrompts: ApiMethod = {
  scope: 'assistant:write',
  required: { channel_id: 'string', prompts: 'json' },
  optional: { title: 'string', thread_ts: 'string' },
  run(args, store) {
    const { id } = knownChannel(store, String(args.channel_id));
    const prompts = (Array.isArray(args.prompts) ? args.prompts : []) as JsonObject[];
    const isRight = ({ title, message }: JsonObject): boolean =>
      typeof title === 'string' && title !== '' && typeof message === 'string' && message !== '';
    if (prompts.length === 0 || prompts.length > MAX_PROMPTS || !prompts.every(isRight))
      throw refusal('invalid_arguments', [`prompts must be 1 to ${MAX_PROMPTS} objects with title and message`]);
    if (args.thread_ts !== undefined) return {};
    store.suggest(
      id,
      prompts.map(({ title, message }) => ({ title: String(title), message: String(message) })),
    );
    return {};
  },
};

export const assistantMethods: Record<string, ApiMethod> = {
  'assistant.threads.setSuggestedPrompts': setSuggestedPrompts,
};
