import type { JsonObject, Person } from '../../workspace/state.js';
import { homeOf, orgOf, type WorkspaceStore } from '../../workspace/store.js';
import { ApiError, type ApiMethod, pageOf, paging } from '../method.js';

function botUser({ state: { app, team } }: WorkspaceStore): JsonObject {
  return {
    id: app.botUserId,
    team_id: team.id,
    name: app.name.toLowerCase(),
    real_name: app.name,
    is_bot: true,
    deleted: false,
  };
}

function userObject(store: WorkspaceStore, person: Person): JsonObject {
  return {
    id: person.id,
    team_id: homeOf(store, person).id,
    name: person.name,
    real_name: person.realName,
    tz: person.timeZone,
    is_bot: false,
    deleted: false,
    profile: { real_name: person.realName, display_name: person.name },
  };
}

const user: ApiMethod = {
  scope: 'users:read',
  required: { user: 'string' },
  optional: { include_locale: 'boolean' },
  run(args, store) {
    const { people, app } = store.state;
    if (args.user === app.botUserId) return { user: botUser(store) };
    const person = people.find(({ id }) => id === args.user);
    if (!person) throw new ApiError('user_not_found');
    return { user: userObject(store, person) };
  },
};

const users: ApiMethod = {
  scope: 'users:read',
  required: {},
  optional: { ...paging, include_locale: 'boolean' },
  run(args, store) {
    const all = [...store.state.people.map((person) => userObject(store, person)), botUser(store)];
    const { page, next } = pageOf(all, args);
    return { members: page, response_metadata: { next_cursor: next } };
  },
};

/** docs.slack.dev/reference/methods/usergroups.users.list */
const groupUsers: ApiMethod = {
  scope: 'usergroups:read',
  required: { usergroup: 'string' },
  optional: { include_disabled: 'boolean', team_id: 'string' },
  run(args, store) {
    const group = store.state.groups?.find(({ id }) => id === args.usergroup);
    if (!group) throw new ApiError('no_such_subteam');
    return { users: [...group.members] };
  },
};

const teamInfo: ApiMethod = {
  scope: 'team:read',
  required: {},
  optional: { team: 'string', domain: 'string' },
  run: (_, store) => ({
    team: { id: store.state.team.id, name: store.state.team.name, domain: store.state.team.domain },
  }),
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
      ...(orgOf(team).id !== null && { enterprise_id: orgOf(team).id }),
      is_enterprise_install: orgOf(team).isInstalled,
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

/** People, the team and the app itself. */
export const identityMethods: Record<string, ApiMethod> = {
  'users.info': user,
  'users.list': users,
  'usergroups.users.list': groupUsers,
  'team.info': teamInfo,
  'auth.test': authTest,
  'api.test': apiTest,
};

/** Socket Mode. @param address returns a new address for one connection */
export function connectionMethods(address: () => string): Record<string, ApiMethod> {
  return {
    'apps.connections.open': { token: 'app', required: {}, optional: {}, run: () => ({ url: address() }) },
  };
}
