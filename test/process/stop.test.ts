import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { packageFile } from '../../src/package-file.js';
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

describe('a stop', () => {
  it.each([
    ['says nothing', ''],
    ['has sent half a head', 'POST /slack/events HTTP/1.1\r\nHost: x\r\n'],
    ['has sent half a body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('is not held by a connection that %s', async (_, sent) => {
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
});

describe('a start that cannot be', () => {
  it.each([
    [
      'a database that nobody serves',
      { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x' },
      /DATABASE_URL cannot be used: no server/,
    ],
    ['a host that does not exist', { HOST: 'nope.invalid' }, /Correct HOST and PORT/],
  ])('explains %s in words', async (_, wrong, words) => {
    server = startProcess({ ...environment, ...wrong });
    expect(await server.ended()).toBe(1);
    expect(server.output()).toMatch(words);
    expect(server.output()).not.toMatch(/ {4}at |secret/);
  });
});
