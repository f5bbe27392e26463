import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSlackLogger, createWebClient } from '../../../src/slack/api/client.js';
import { createPeople, type People } from '../../../src/slack/api/people.js';
import { createLogger } from '../../../src/telemetry/logger.js';

let slack: SimulatedSlack;
const logger = createSlackLogger(createLogger({ level: 'error', json: true, write: () => {} }));
function chika() {
  return { installation: 'T1', person: slack.workspace.as('chika').person.id };
}
function asked() {
  return slack.calls.filter(({ method }) => method === 'users.info').length;
}

function people(now?: () => number): People {
  const client = createWebClient({ token: 'xoxb-test', apiUrl: slack.apiUrl, logger });
  return createPeople({ clientFor: () => client, workspaceZone: () => 'Europe/Berlin', ...(now && { now }) });
}

beforeAll(async () => {
  slack = await startSimulatedSlack({ signingSecret: 's', botToken: 'xoxb-test', scopes: ['users:read'] });
});
afterAll(() => slack.stop());

describe('whether a person is in a channel', () => {
  const channelOf = (name: string) => slack.workspace.channels.find((channel) => channel.name === name)?.id ?? '';

  it('is what Slack says, as far as the scopes reach', async () => {
    const inGeneral = () => people().isInChannel({ ...chika(), channel: channelOf('general') });
    expect(await inGeneral()).toBeUndefined();
    slack.workspace.grantScopes(['channels:read']);
    try {
      expect(await inGeneral()).toBe(true);
      slack.workspace.removePerson('#general', 'chika');
      expect(await inGeneral()).toBe(false);
      expect(await people().isInChannel({ ...chika(), channel: channelOf('release-crew') })).toBeUndefined();
    } finally {
      slack.workspace.grantScopes(['users:read']);
    }
  });
});

describe('whether everyone may read a channel', () => {
  it('is what Slack says, as far as the scopes reach', async () => {
    const isPublic = (name: string) =>
      people().isPublic({
        installation: chika().installation,
        channel: slack.workspace.channels.find((each) => each.name === name)?.id ?? '',
      });
    expect(await isPublic('general')).toBeUndefined();
    slack.workspace.grantScopes(['channels:read', 'groups:read']);
    try {
      expect(await isPublic('general')).toBe(true);
      expect(await isPublic('release-crew')).toBeUndefined();
      slack.workspace.inviteApp('#release-crew');
      expect(await isPublic('release-crew')).toBe(false);
      expect(await isPublic('nowhere')).toBeUndefined();
    } finally {
      slack.workspace.grantScopes(['users:read']);
    }
  });
});

describe('the directory of people', () => {
  it('asks Slack once, and again when the cached answer is too old', async () => {
    let now = 0;
    const directory = people(() => now);
    const before = asked();
    expect(await directory.zoneOf(chika())).toBe('Asia/Tokyo');
    expect(await directory.nameOf(chika())).toBe('chika');
    expect(asked()).toBe(before + 1);
    now += 3_600_000;
    expect(await directory.zoneOf(chika())).toBe('Asia/Tokyo');
    expect(asked()).toBe(before + 2);
  });

  it('uses the workspace’s time zone and no name if Slack does not return the person', async () => {
    slack.workspace.grantScopes(['chat:write']);
    try {
      const directory = people();
      expect(await directory.zoneOf(chika())).toBe('Europe/Berlin');
      expect(await directory.nameOf(chika())).toBeUndefined();
    } finally {
      slack.workspace.grantScopes(['users:read']);
    }
    slack.faults.refuseConnections(true);
    try {
      expect(await people().zoneOf(chika())).toBe('Europe/Berlin');
    } finally {
      slack.faults.refuseConnections(false);
    }
  });
});
