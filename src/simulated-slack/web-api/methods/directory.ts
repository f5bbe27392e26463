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

const user: ApiMethod = {
  scope: 'users:read',
  required: { user: 'string' },
  optional: { include_locale: 'boolean' },
  run(args, store) {
    const { people, app, team } = store.state;
    if (args.user === app.botUserId) {
      return {
        user: {
          id: app.botUserId,
          team_id: team.id,
          name: app.name.toLowerCase(),
          real_name: app.name,
          is_bot: true,
          deleted: false,
        },
      };
    }
    const person = people.find(({ id }) => id === args.user);
    if (!person) throw new ApiError('user_not_found');
    const profile = { real_name: person.realName, display_name: person.name };
    return {
      user: {
        id: person.id,
        team_id: team.id,
        name: person.name,
        real_name: person.realName,
        tz: person.timeZone,
        is_bot: false,
        deleted: false,
        profile,
      },
    };
  },
};

const teamInfo: ApiMethod = {
  scope: 'team:read',
  required: {},
  optional: { team: 'string', domain: 'string' },
  run: (_, store) => ({ team: { ...store.state.team } }),
};

const authTest: ApiMethod = {
  required: {},
  optional: {},
  run(_, store) {
    const { team, app } = store.state;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: app.name.toLowerCase(),
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
};

const apiTest: ApiMethod = {
  required: {},
  optional: {},
  anyArguments: true,
  run(args) {
    if (typeof args.error === 'string') throw new ApiError(args.error, { args });
    return { args };
  },
};

/** Who and what there is: people, channels, the team, the app itself. */
export const directoryMethods: Record<string, ApiMethod> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
  'users.info': user,
  'team.info': teamInfo,
  'auth.test': authTest,
  'api.test': apiTest,
};
