import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createReplyFetch, isResponseUrl } from '../../../src/slack/api/reply-fetch.js';

const LOCAL = 'http://127.0.0.1:4000/api/';

describe('where a reply may go', () => {
  it.each(['https://hooks.slack.com/commands/T1/2/3', 'https://hooks.slack.com/actions/T1/2/3?x=1'])(
    'takes %s, wherever the Web API is',
    (url) => {
      for (const api of [undefined, LOCAL, 'https://slack.com/api/']) expect(isResponseUrl(url, api)).toBe(true);
    },
  );

  it.each([
    'http://hooks.slack.com/commands/1',
    'https://hooks.slack.com:8443/commands/1',
    'https://hooks.slack.com@169.254.169.254/',
    'https://user:word@hooks.slack.com/commands/1',
    'https://hooks.slack.com.example.com/',
    'https://hooks.slack.com./',
    'https://evil-hooks.slack.com/',
    'https://slack.com/api/chat.postMessage',
    'https://hooks.slack-gov.com/commands/1',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/',
    'http://[::ffff:169.254.169.254]/',
    'http://10.0.0.1/',
    'http://0.0.0.0/',
    'http://metadata.google.internal/',
    'http://localhost.example.com/',
    'file:///etc/passwd',
    'data:text/plain,x',
    'https://',
    '',
    'hooks.slack.com/commands/1',
  ])('refuses %s, also before a simulated Slack', (url) => {
    for (const api of [undefined, LOCAL]) expect(isResponseUrl(url, api)).toBe(false);
  });

  it.each([
    'http://127.0.0.1:9/x',
    'http://localhost:5432/',
    'http://[::1]:80/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://127.9.9.9/',
  ])('takes %s only while the Web API is on the loopback too', (url) => {
    expect(isResponseUrl(url)).toBe(false);
    expect(isResponseUrl(url, 'https://slack.example.com/api/')).toBe(false);
    for (const api of [LOCAL, 'http://localhost:1/api/', 'http://[::1]:1/api/'])
      expect(isResponseUrl(url, api)).toBe(true);
  });

  it('takes GovSlack’s host for GovSlack’s Web API', () => {
    expect(isResponseUrl('https://hooks.slack-gov.com/commands/1', 'https://slack-gov.com/api/')).toBe(true);
    expect(isResponseUrl('https://hooks.slack.com/commands/1', 'https://slack-gov.com/api/')).toBe(false);
  });

  it('never takes another host than Slack’s, however it is written', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.string(),
          fc.ipV4(),
          fc.ipV6().map((ip) => `https://[${ip}]/`),
        ),
        (url) => {
          if (isResponseUrl(url)) expect(new URL(url).host).toBe('hooks.slack.com');
        },
      ),
    ));
});

describe('a reply', () => {
  let server: Server;
  let asked: string[];
  let address: string;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/redirect') response.writeHead(307, { location: '/elsewhere' });
      if (request.url !== '/hang') response.end('ok');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is sent where it may go', async () => {
    const reply = await createReplyFetch(LOCAL)(`${address}/here`, { method: 'POST', body: '{}' });
    expect([reply.status, asked]).toEqual([200, ['/here']]);
  });

  it('is not sent elsewhere, and the error names no address', async () => {
    await expect(createReplyFetch(undefined)(`${address}/here`, { method: 'POST' })).rejects.toThrow(
      /^The response_url of a request is not on Slack’s own host; nothing was sent to it$/,
    );
    expect(asked).toEqual([]);
  });

  it('does not follow a redirect', async () => {
    await expect(createReplyFetch(LOCAL)(`${address}/redirect`, { method: 'POST' })).rejects.toThrow();
    expect(asked).toEqual(['/redirect']);
  });

  it('is given up when nothing comes back', async () => {
    await expect(createReplyFetch(LOCAL, 50)(`${address}/hang`, { method: 'POST' })).rejects.toThrow(/timeout/);
  });
});
