import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serveRoutes } from '../../src/slack/transport/http-server.js';
import { guideWebhookRoute } from '../../src/wiring/guide-webhook.js';

const SECRET = 'a-long-shared-secret';

let server: Server;
let refreshed: number;
let log: string[];
beforeEach(async () => {
  [refreshed, log] = [0, []];
  const note = (text: string): void => void log.push(text);
  const logger = { debug: note, info: note, warn: note, error: note };
  const refresh = (): void => {
    refreshed += 1;
  };
  const route = guideWebhookRoute({ secret: SECRET, ref: 'main', refresh }, logger);
  server = createServer(serveRoutes([route])).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/guide/webhook`;
function push(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  return fetch(url(), {
    method: 'POST',
    headers: {
      'x-hub-signature-256': signature,
      'x-github-event': 'push',
      'content-type': 'application/json',
      ...headers,
    },
    body,
  });
}

describe('the webhook', () => {
  it('fetches the guide after a push of its branch, and not after another event', async () => {
    const reply = await push('{"ref":"refs/heads/main"}');
    expect([reply.status, await reply.json()]).toEqual([200, { guide: 'is fetched' }]);
    expect(refreshed).toBe(1);
    expect((await push('{"ref":"refs/heads/next"}')).status).toBe(200);
    expect((await push('{"zen":"x"}', { 'x-github-event': 'ping' })).status).toBe(200);
    expect(refreshed).toBe(1);
  });

  it('reads a form, which GitHub sends unless it is told otherwise', async () => {
    const form = new URLSearchParams({ payload: '{"ref":"refs/heads/main"}' }).toString();
    expect((await push(form, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(200);
    expect(refreshed).toBe(1);
  });

  it('refuses what is not signed, is signed wrongly, is too long, or cannot be read', async () => {
    expect((await fetch(url(), { method: 'POST', body: '{"ref":"refs/heads/main"}' })).status).toBe(401);
    expect((await push('{"ref":"refs/heads/main"}', { 'x-hub-signature-256': 'sha256=0' })).status).toBe(401);
    expect((await push(`{"ref":"${'x'.repeat(1024 * 1024)}"}`)).status).toBe(413);
    expect((await push('not JSON')).status).toBe(400);
    expect((await fetch(url())).status).toBe(405);
    expect(refreshed).toBe(0);
    // Once a minute at most.
    expect(log).toEqual([expect.stringMatching(/guide\/webhook was refused with 401.*GUIDE_WEBHOOK_SECRET/)]);
  });
});
