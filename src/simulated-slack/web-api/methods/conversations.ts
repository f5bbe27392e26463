import type { Channel, JsonObject } from '../../workspace/state.js';
import type { WorkspaceStore } from '../../workspace/workspace-store.js';
import { ApiError, type ApiMethod, refusal, requireScope } from '../api-method.js';
import { knownChannel } from '../find-channel.js';

const readScope = { public: 'channels:read', private: 'groups:read', direct: 'im:read' } as const;

const readable = (args: JsonObject, store: WorkspaceStore): Channel => {
  const channel = knownChannel(store, String(args.channel));
  requireScope(store, readScope[channel.kind]);
  return channel;
};

const info: ApiMethod = {
  required: { channel: 'string' },
  optional: { include_locale: 'boolean', include_num_members: 'boolean' },
  run(args, store) {
    const { id, name, kind, members, archived } = readable(args, store);
    const person = store.state.people.find((one) => members.includes(one.id));
    const about: JsonObject =
      kind === 'direct'
        ? { id, is_im: true, is_archived: archived, user: person?.id ?? '' }
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
    return { channel: args.include_num_members === true ? { ...about, num_members: members.length } : about };
  },
};

const members: ApiMethod = {
  required: { channel: 'string' },
  optional: { cursor: 'string', limit: 'number' },
  run(args, store) {
    const channel = readable(args, store);
    const from = Number(args.cursor ?? 0) || 0;
    const limit = Number(args.limit ?? 100);
    const page = channel.members.slice(from, from + limit);
    const next = from + limit < channel.members.length ? String(from + limit) : '';
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
  'conversations.members': members,
  'conversations.open': open,
};
