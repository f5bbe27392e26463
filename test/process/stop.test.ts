import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
import { signed } from './sign.js';
import { type Server, startProcess } from './start-process.js';

let server: Server | undefined;
afterEach(() => {
  server?.child.kill('SIGKILL');
});

const environment = {
  GUIDE_DIR: packageFile('content'),
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
  PORT: '0',
  HOST: '127.0.0.1',
};

describe('stopping the app', () => {
  it.each([
    ['sends nothing', ''],
    ['has sent half of the headers', 'POST /slack/events HTTP/1.1\r\nHost: x\r\n'],
    ['has sent half of the body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('is not delayed by a connection that %s', async (_, sent) => {
    server = startProcess(environment);
    const port = Number((await server.says(/listening on port (\d+)/))[1]);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(sent);
    await new Promise((resolve) => setTimeout(resolve, 100));
    server.child.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    socket.destroy();
  });

  it('is not delayed by a message that Slack does not accept, and waits until the person has been informed', async () => {
    server = startProcess(environment);
    const [, port] = await server.says(/listening on port (\d+)/);
    const send = async (fields: Record<string, string>): Promise<string> => {
      const body = new URLSearchParams(fields).toString();
      const request = { method: 'POST', ...signed(environment.SLACK_SIGNING_SECRET, body) };
      return (await fetch(`http://127.0.0.1:${port}/slack/events`, request)).text();
    };
    const asked = { team_id: 'T1', channel_id: 'C1', user_id: 'U1', user_name: 'ada' };
    const preview = await send({ ...asked, command: '/guide', text: 'checklist going live' });
    const actions = (JSON.parse(preview).blocks as { elements?: { action_id?: string }[] }[])
      .flatMap(({ elements = [] }) => elements)
      .filter(({ action_id = '' }) => /^checklist:post\b/.test(action_id))
      .slice(0, 1);
    expect(actions).toHaveLength(1);
    const press = {
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1', name: 'ada' },
      channel: { id: 'C1' },
      container: { type: 'message', message_ts: '1.1', is_ephemeral: true },
      response_url: 'http://127.0.0.1:9/nowhere',
      actions: actions.map((action) => ({ ...action, type: 'button', action_ts: '1.2' })),
    };
    await send({ payload: JSON.stringify(press) });
    await server.says(/was not sent/);
    server.child.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    expect(server.output()).toContain('Stopped');
  });
});

describe('a start that fails', () => {
  it.each([
    [
      'a database whose folder cannot be created',
      { DATABASE_URL: 'sqlite:/dev/null/app.db' },
      /The folder \/dev\/null of the database cannot be created/,
    ],
    ['a host that does not exist', { HOST: 'nope.invalid' }, /Correct HOST and PORT/],
  ])('explains %s', async (_, wrong, words) => {
    server = startProcess({ ...environment, ...wrong });
    expect(await server.ended()).toBe(1);
    expect(server.output()).toMatch(words);
    expect(server.output()).not.toMatch(/ {4}at /);
  });
});

it('starts while the database is unavailable, and says what to check', async () => {
  server = startProcess({ ...environment, DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x' });
  await server.says(/listening on port/);
  await server.says(/DATABASE_URL cannot be used: no server listens there/);
  server.child.kill('SIGTERM');
  expect(await server.ended()).toBe(0);
  expect(server.output()).not.toContain('secret');
});
