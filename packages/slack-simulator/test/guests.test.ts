import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { actions, button, type FakeApp, type Payload, plain, startFakeApp } from './fake-app.js';

const TEAM = { id: 'T0PARTNER9', name: 'Partner', domain: 'partner', org: { id: 'E0PARTNER', name: 'Partners' } };
const HOST = 'T0SIMTEAM1';

let app: FakeApp;
let heard: Payload[];
beforeEach(async () => {
  app = await startFakeApp();
  heard = [];
  const keep = (request: Payload) => {
    heard.push(request);
    return {};
  };
  for (const kind of ['/guide', 'view_submission', 'view_closed', 'shortcut', 'message_action', 'app_home_opened'])
    app.on[kind] = keep;
  app.on.block_suggestion = (request) => ({ ...keep(request), body: { options: [] } });
  app.on.block_actions = async (request) => {
    keep(request);
    if (request.view === undefined) await app.api('views.open', { trigger_id: request.trigger_id, view: modal });
    return {};
  };
  app.slack.workspace.addGuest({ name: 'gita', realName: 'Gita Rao', team: TEAM, channels: ['#deployments'] });
});
afterEach(() => app.stop());

const blocks = [actions(button('Open'), { type: 'external_select', action_id: 'find', placeholder: plain('Find') })];
const modal = {
  type: 'modal',
  title: plain('A dialog'),
  submit: plain('Save'),
  notify_on_close: true,
  blocks: [actions(button('More'))],
};
function gita() {
  return app.slack.workspace.as('gita');
}
async function postedMessage() {
  await app.api('chat.postMessage', { channel: 'C0DEPLOY02', text: 'A message', blocks });
  return gita().in('#deployments').lastMessage();
}

describe('a guest of Slack Connect', () => {
  it('presses and searches in a message in the name of the app’s workspace', async () => {
    const message = await postedMessage();
    await message.suggest({ actionId: 'find' }, 'ab');
    await message.press('Open');
    expect(heard.map(({ type }) => type)).toEqual(['block_suggestion', 'block_actions']);
    for (const payload of heard) {
      expect(payload).toMatchObject({
        user: { name: 'gita', team_id: TEAM.id },
        team: { id: HOST },
        enterprise: null,
        is_enterprise_install: false,
      });
    }
  });

  it('uses a dialog in the name of their own workspace; its view says where the app is installed', async () => {
    const message = await postedMessage();
    await message.press('Open');
    await gita().dialog().press('More');
    await gita().dialog().submit();
    await message.press('Open');
    await gita().dialog().close();
    const ofViews = heard.filter(({ view }) => view !== undefined);
    expect(ofViews.map(({ type }) => type)).toEqual(['block_actions', 'view_submission', 'view_closed']);
    for (const payload of ofViews) {
      expect(payload).toMatchObject({
        user: { team_id: TEAM.id },
        team: { id: TEAM.id, domain: 'partner' },
        enterprise: { id: TEAM.org.id },
        is_enterprise_install: false,
        view: { team_id: TEAM.id, app_installed_team_id: HOST },
      });
    }
  });

  it('opens Home with an event of their own workspace and an authorization of the app’s', async () => {
    await gita().openHome();
    expect(heard[0]).toMatchObject({
      team_id: TEAM.id,
      enterprise_id: TEAM.org.id,
      authorizations: [{ team_id: HOST, enterprise_id: null }],
      is_ext_shared_channel: true,
    });
  });

  it('has the commands and shortcuts of their own workspace', async () => {
    await gita().in('#deployments').command('/guide');
    await gita().shortcut('search');
    await (await postedMessage()).shortcut('save');
    expect(heard[0]).toMatchObject({ team_id: TEAM.id, team_domain: 'partner', enterprise_id: TEAM.org.id });
    for (const payload of heard.slice(1)) expect(payload).toMatchObject({ team: { id: TEAM.id } });
  });

  it('is a person whom the app can look up, and write to', async () => {
    app.slack.workspace.grantScopes(['users:read', 'chat:write']);
    const { id } = gita().person;
    expect((await app.api('users.info', { user: id })).user).toMatchObject({ name: 'gita', team_id: TEAM.id });
    expect((await app.api('chat.postMessage', { channel: id, text: 'Hello' })).ok).toBe(true);
  });
});
