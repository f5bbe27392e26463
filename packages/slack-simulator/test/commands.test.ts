import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedSlack } from '../src/index.js';
import {
  actions,
  botToken,
  button,
  type FakeApp,
  type Payload,
  section,
  signingSecret,
  startFakeApp,
} from './fake-app.js';

let app: FakeApp;
beforeEach(async () => {
  app = await startFakeApp();
});
afterEach(() => app.stop());
function ask(line: string, who = 'asker', where = '#deployments') {
  return app.slack.workspace.as(who).in(where).command(line);
}

describe('a slash command', () => {
  it('is sent to the app, signed and with the same fields as in Slack', async () => {
    let form: Payload;
    app.on['/guide'] = (sent) => {
      form = sent;
      return {};
    };
    const reply = await ask('/guide  how do I serve static files? ');
    expect(app.badSignatures).toBe(0);
    const { team, people } = app.slack.workspace;
    expect(form).toMatchObject({
      command: '/guide',
      text: 'how do I serve static files?',
      team_id: team.id,
      team_domain: team.domain,
      user_id: people[0]?.id,
      user_name: 'ada',
      channel_name: 'deployments',
      is_enterprise_install: 'false',
      api_app_id: app.slack.workspace.app.id,
    });
    expect(form.response_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/commands\//);
    expect(form.trigger_id).toMatch(/^\S+\.\S+\.\S+$/);
    expect(reply.outcome).toEqual({ kind: 'ok' });
    expect(reply.answered).toBe(false);
    expect(() => reply.text).toThrow('the app has not answered');
  });

  it.each([
    ['#release-crew', 'privategroup'],
    ['@guidepost', 'directmessage'],
    ['#general', 'general'],
  ])('in %s names the channel %s', async (where, name) => {
    let form: Payload;
    app.on['/guide'] = (sent) => {
      form = sent;
      return { body: 'here' };
    };
    expect((await ask('/guide', 'ben', where)).text).toBe('here');
    expect(form.channel_name).toBe(name);
  });

  it('is answered with text that only the asker sees', async () => {
    app.on['/guide'] = () => ({ body: 'Read about *servers*' });
    const reply = await ask('/guide');
    expect(reply.plainText()).toBe('Read about servers');
    expect(reply.visibleTo).toBe(app.slack.workspace.people[0]?.id);
    expect(app.slack.workspace.as('ben').in('#deployments').messages()).toEqual([]);
  });

  it('is answered to everyone when the reply says in_channel', async () => {
    app.on['/guide'] = () => ({
      body: { response_type: 'in_channel', text: 'For all', blocks: [section('*For* all')] },
    });
    await ask('/guide');
    expect(app.slack.workspace.as('chika').in('#deployments').lastMessage().plainText()).toBe('For all');
  });

  it('fails with operation_timeout if no answer comes before the deadline, and shows that only to the asker', async () => {
    await app.stop();
    app = await startFakeApp({ deadlineMs: 30 });
    app.on['/guide'] = () => ({ never: true });
    const reply = await ask('/guide paas');
    expect(reply.outcome).toEqual({ kind: 'operation_timeout' });
    expect(reply.text).toBe('/guide failed with the error "operation_timeout"');
    expect(reply.message.author.kind).toBe('slack');
    expect(app.slack.workspace.as('ben').in('#deployments').messages()).toEqual([]);
  });

  it.each([
    [404, 'http_client_error'],
    [500, 'http_service_error'],
  ])('that the app answers with %s fails with %s', async (status, kind) => {
    app.on['/guide'] = () => ({ status });
    const reply = await ask('/guide');
    expect(reply.outcome).toEqual({ kind, status });
    expect(reply.message.error).toBe(kind);
  });

  it('fails with dispatch_failed when nothing listens', async () => {
    app.slack.deliverTo('http://127.0.0.1:1/slack/events');
    expect((await ask('/guide')).text).toBe('/guide failed with the error "dispatch_failed"');
  });

  it('fails with invalid_blocks, naming the field, if the reply exceeds a limit', async () => {
    app.on['/guide'] = () => ({ body: { text: 'x', blocks: [section('fine'), section('x'.repeat(3001))] } });
    const reply = await ask('/guide');
    expect(reply.outcome).toEqual({
      kind: 'invalid_blocks',
      messages: ['must be less than 3001 characters [json-pointer:/blocks/1/text/text]'],
    });
    expect(reply.text).toBe('/guide failed with the error "invalid_blocks"');
    expect(app.slack.workspace.messages).toHaveLength(1);
  });

  it('fails with msg_blocks_too_long if the blocks are too large in total', async () => {
    app.on['/guide'] = () => ({
      body: { text: 'x', blocks: Array.from({ length: 5 }, () => section('y'.repeat(2700))) },
    });
    expect((await ask('/guide')).outcome.kind).toBe('msg_blocks_too_long');
  });

  it('refuses a reply with a field that Slack does not know', async () => {
    app.on['/guide'] = () => ({ body: { text: 'x', blocs: [] } });
    expect((await ask('/guide')).outcome).toEqual({
      kind: 'invalid_reply',
      messages: ['invalid_arguments', 'no such argument: blocs'],
    });
  });

  it('can be answered later through its response_url, which ignores replace_original', async () => {
    app.on['/guide'] = async ({ response_url }) => {
      await app.respond(response_url, { text: 'first' });
      await app.respond(response_url, { text: 'second', replace_original: true });
      return {};
    };
    const reply = await ask('/guide');
    expect(reply.all().map(({ text }) => text)).toEqual(['first', 'second']);
    expect(reply.all().every(({ visibleTo }) => visibleTo !== undefined)).toBe(true);
    expect(reply.text).toBe('first');
  });

  it('can be answered with buttons without ids, which still work', async () => {
    app.on['/guide'] = () => ({ body: { blocks: [actions(button('Go')), section('x')] } });
    const reply = await ask('/guide');
    const ids = reply.blocks.map(({ block_id }) => block_id);
    expect(new Set(ids).size).toBe(2);
    expect(reply.buttons()).toEqual(['Go']);
  });
});

describe('a command to an app that is not listening yet', () => {
  const ask = async (waitsForApp: boolean): Promise<string> => {
    const server = createServer((_request, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
    const slack = await startSimulatedSlack({ signingSecret, botToken, eventsUrl, waitsForApp });
    const asked = slack.workspace.as('ada').in('#general').command('/guide');
    await slack.until(() => slack.requests.length === 1);
    if (waitsForApp) server.listen(port, '127.0.0.1');
    const { outcome } = await asked;
    await slack.stop();
    server.close();
    return outcome.kind;
  };

  it('fails at once, as in Slack, unless waitsForApp is set', async () => {
    expect(await ask(false)).toBe('dispatch_failed');
    expect(await ask(true)).toBe('ok');
  });
});
