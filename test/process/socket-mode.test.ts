import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type WebSocket, WebSocketServer } from 'ws';
import { packageFile } from '../../src/package-file.js';
import { type Server, startProcess } from './start-process.js';

/** Just enough of Slack for Socket Mode: two methods of the Web API, and a socket. */
const startSocketSlack = async (): Promise<{ apiUrl: string; connected: Promise<WebSocket>; stop(): void }> => {
  const http: HttpServer = createServer((request, response) => {
    const { port } = http.address() as AddressInfo;
    const isRight = request.headers.authorization?.endsWith('-right') ?? false;
    const reply = !isRight
      ? { ok: false, error: 'invalid_auth' }
      : request.url?.endsWith('apps.connections.open')
        ? { ok: true, url: `ws://127.0.0.1:${port}/link` }
        : { ok: true, team_id: 'T1', bot_id: 'B1', user_id: 'U0' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  const sockets = new WebSocketServer({ server: http });
  const connected = new Promise<WebSocket>((resolve) => {
    sockets.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
      resolve(socket);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/`,
    connected,
    stop: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
      http.closeAllConnections();
    },
  };
};

describe('Socket Mode', () => {
  let slack: Awaited<ReturnType<typeof startSocketSlack>>;
  let server: Server | undefined;
  beforeEach(async () => {
    slack = await startSocketSlack();
  });
  afterEach(() => {
    server?.child.kill('SIGKILL');
    slack.stop();
  });
  const start = (appToken: string): Server => {
    server = startProcess({
      GUIDE_DIR: packageFile('content'),
      SLACK_BOT_TOKEN: 'xoxb-right',
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
      HOST: '127.0.0.1',
    });
    return server;
  };

  it('answers a command over the socket, serves the health checks, and ends cleanly', async () => {
    const { says, child, ended } = start('xapp-right');
    const socket = await slack.connected;
    const acknowledged = new Promise<string>((resolve) => socket.on('message', (data) => resolve(String(data))));
    const payload = {
      command: '/guide',
      text: 'paas',
      team_id: 'T1',
      channel_id: 'C1',
      user_id: 'U1',
      trigger_id: '1.1',
    };
    socket.send(
      JSON.stringify({ type: 'slash_commands', envelope_id: 'e-1', accepts_response_payload: true, payload }),
    );
    const reply = JSON.parse(await acknowledged);
    expect(reply.envelope_id).toBe('e-1');
    expect(JSON.stringify(reply.payload)).toContain('Platform-as-a-service');
    const port = (await says(/listening on port (\d+)/))[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended()).toBe(0);
  }, 30_000);

  it('says in one line that Slack refuses the app token, and exits with 1', async () => {
    const { ended, output } = start('xapp-wrong');
    expect(await ended()).toBe(1);
    expect(output().trim().split('\n').at(-1)).toMatch(/^Slack refuses SLACK_APP_TOKEN \(invalid_auth\)/);
  }, 30_000);
});
