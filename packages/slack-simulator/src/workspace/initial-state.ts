import type { Channel, Person, WorkspaceState } from './state.js';

function person(id: string, name: string, realName: string, aliases: string[], timeZone: string): Person {
  return {
    id,
    name,
    realName,
    aliases,
    timeZone,
  };
}

/**
 * A team of three with a public channel without the app, one with it, a private one without it,
 * and each person's direct messages with the app.
 */
export function initialState({ appName, scopes }: { appName: string; scopes: string[] }): WorkspaceState {
  const bot = 'U0BOTUSER1';
  const people = [
    person('U0ADA00001', 'ada', 'Ada Obi', ['asker'], 'Europe/London'),
    person('U0BEN00002', 'ben', 'Ben Kowalski', [], 'America/New_York'),
    person('U0CHIKA003', 'chika', 'Chika Mori', [], 'Asia/Tokyo'),
  ];
  const everyone = people.map(({ id }) => id);
  const channel = (id: string, name: string, kind: Channel['kind'], members: string[]): Channel => ({
    id,
    name,
    kind,
    // A list of its own: somebody may join one channel and not the others.
    members: [...members],
    archived: false,
  });
  const name = appName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    team: { id: 'T0SIMTEAM1', name: 'Simulated Team', domain: 'simulated-team' },
    app: { id: 'A0SIMAPP01', name: appName, botId: 'B0SIMBOT01', botUserId: bot, scopes: [...scopes] },
    people,
    channels: [
      channel('C0GENERAL1', 'general', 'public', everyone),
      channel('C0DEPLOY02', 'deployments', 'public', [...everyone, bot]),
      channel('C0RELEASE3', 'release-crew', 'private', everyone),
      ...people.map(({ id }, index) => channel(`D0DIRECT0${index + 1}`, name, 'direct', [id, bot])),
    ],
    messages: [],
    dialogs: {},
    homes: {},
    prompts: {},
    grants: {},
    triggers: {},
    inputs: {},
    read: {},
    lastTs: 0,
    lastId: 0,
  };
}
