import { describe, expect, it } from '@jest/globals';
import { flawOf } from '../../../src/slack/transport/check-payload.js';

const user = { id: 'U1', name: 'ada', username: 'ada', team_id: 'T1' };
const common = { user, team: { id: 'T1', domain: 'example' }, enterprise: null, is_enterprise_install: false };
const values = { note: { note: { type: 'plain_text_input', value: 'text' } }, who: { who: { selected_user: null } } };
const view = {
  id: 'V1',
  type: 'modal',
  callback_id: 'item',
  private_metadata: '{}',
  hash: '1.abc',
  state: { values },
  blocks: [{ type: 'section', block_id: 'b' }],
  root_view_id: 'V1',
  previous_view_id: null,
  app_installed_team_id: 'T1',
};
const button = { type: 'button', action_id: 'page:open#2', block_id: 'b1', value: '{}', action_ts: '1.2' };

/** One of each kind, as Slack sends it. */
const kinds = {
  command: {
    command: '/guide',
    text: 'x'.repeat(50_000),
    team_id: 'T1',
    enterprise_id: 'E1',
    is_enterprise_install: 'false',
    channel_id: 'C1',
    user_id: 'U1',
    trigger_id: '1.2.abc',
    response_url: 'https://hooks.slack.com/commands/1/2',
  },
  press: {
    ...common,
    type: 'block_actions',
    actions: [button],
    container: { type: 'message', message_ts: '1.2' },
    channel: { id: 'C1', name: 'general' },
    response_url: 'https://hooks.slack.com/actions/1/2',
  },
  'press in a dialog': { ...common, type: 'block_actions', actions: [button], container: { type: 'view' }, view },
  suggestion: { ...common, type: 'block_suggestion', action_id: 'search', block_id: 's', value: 'doc', view },
  submission: { ...common, type: 'view_submission', trigger_id: '1.2.abc', view },
  'closed dialog': { ...common, type: 'view_closed', view, is_cleared: false },
  shortcut: { ...common, type: 'shortcut', callback_id: 'search', trigger_id: '1.2.abc' },
  'message shortcut': {
    ...common,
    type: 'message_action',
    callback_id: 'gone',
    channel: { id: 'C1', name: 'general' },
    message: { type: 'message', ts: '1.2', text: 'how do I deploy?' },
  },
  event: {
    type: 'event_callback',
    event_id: 'Ev1',
    team_id: 'T1',
    event: { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', view: { hash: '1.abc' } },
    event_time: 1_732_900_000,
    authorizations: [{ enterprise_id: null, team_id: 'T1', is_enterprise_install: false }],
  },
  mention: {
    type: 'event_callback',
    event_id: 'Ev2',
    team_id: 'T1',
    event: { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.2', thread_ts: '1.1', text: '<@U2> logs?' },
  },
};

const LONG = 'U'.repeat(50_000);

describe('the check of a payload', () => {
  it.each(Object.entries(kinds))('passes a %s of Slack', (_, payload) => {
    expect(flawOf(payload)).toBeUndefined();
  });

  it('passes an installation for a whole organisation, whose payloads name no workspace', () => {
    const { press } = kinds;
    const inOrg = { ...press, team: null, enterprise: { id: 'E1' }, is_enterprise_install: true };
    expect(flawOf(inOrg)).toBeUndefined();
  });

  it.each([
    ['team_id', { ...kinds.command, team_id: LONG }],
    ['user_id', { ...kinds.command, user_id: LONG }],
    ['channel_id', { ...kinds.command, channel_id: LONG }],
    ['trigger_id', { ...kinds.command, trigger_id: LONG }],
    ['command', { ...kinds.command, command: `/${LONG}` }],
    ['user.id', { ...kinds.press, user: { ...user, id: LONG } }],
    ['user.name', { ...kinds.press, user: { ...user, name: LONG } }],
    ['team.id', { ...kinds.shortcut, team: { id: LONG } }],
    ['enterprise.id', { ...kinds.shortcut, enterprise: { id: LONG } }],
    ['channel.id', { ...kinds.press, channel: { id: LONG, name: 'general' } }],
    ['actions', { ...kinds.press, actions: [{ ...button, action_id: LONG }] }],
    ['view.app_installed_team_id', { ...kinds.submission, view: { ...view, app_installed_team_id: LONG } }],
    [
      'view.state.values',
      { ...kinds.submission, view: { ...view, state: { values: { who: { who: { selected_user: LONG } } } } } },
    ],
    ['trigger_id', { ...kinds.submission, trigger_id: LONG }],
    ['event.user', { ...kinds.event, event: { type: 'app_home_opened', user: LONG } }],
    ['event.ts', { ...kinds.mention, event: { ...kinds.mention.event, ts: LONG } }],
    ['authorizations', { ...kinds.event, authorizations: [{ team_id: LONG }] }],
  ])('refuses an endless %s', (field, payload) => {
    expect(flawOf(payload)).toBe(`its field "${field}" is not what Slack sends`);
  });

  it.each([
    ['a number for an id', 'user.id', { ...kinds.press, user: { ...user, id: 7 } }],
    ['the name of a field of every object', 'team.id', { ...kinds.press, team: { id: '__proto__' } }],
    ['nobody', 'user', { ...kinds.press, user: undefined }],
    ['no press', 'actions', { ...kinds.press, actions: [] }],
    ['no channel', 'channel', { ...kinds.press, channel: null }],
    ['half a character', 'trigger_id', { ...kinds.shortcut, trigger_id: '\ud800' }],
    ['NUL', 'callback_id', { ...kinds.shortcut, callback_id: '\0' }],
    ['a field of another kind', 'actions', { ...kinds.shortcut, actions: [button] }],
    ['a field twice', 'user_id', { ...kinds.command, user_id: ['U1', 'U2'] }],
    ['no entries', 'view.state', { ...kinds.submission, view: { ...view, state: undefined } }],
    ['an event without content', 'event', { ...kinds.event, event: null }],
    ['a time that never was', 'event_time', { ...kinds.event, event_time: 1e308 }],
  ])('refuses %s', (_, field, payload) => {
    expect(flawOf(payload)).toBe(`its field "${field}" is not what Slack sends`);
  });

  it('refuses a payload of no installation, and of no known kind', () => {
    const { team, ...of } = kinds.shortcut;
    expect(flawOf({ ...of, user: { id: 'U1' } })).toBe('it names neither a workspace nor an organisation');
    expect(flawOf({ ...kinds.shortcut, type: 'constructor' })).toBe('it is of an unknown kind ("constructor")');
    expect(flawOf({})).toBe('it is of an unknown kind ("")');
  });
});
