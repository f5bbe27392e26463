import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createReplyFetch, isResponseUrl } from '../../../src/slack/api/fetch.js';

const LOCAL = 'http://127.0.0.1:4000/api/';

describe('the hosts that replies may be sent to', () => {
  it.each(['https://hooks.slack.com/commands/T1/2/3', 'https://hooks.slack.com/actions/T1/2/3?x=1'])(
    'include %s, wherever the Web API is',
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
  ])('do not include %s, even with a simulated Slack', (url) => {
    for (const api of [undefined, LOCAL]) expect(isResponseUrl(url, api)).toBe(false);
  });

  it.each([
    'http://127.0.0.1:9/x',
    'http://localhost:5432/',
    'http://[::1]:80/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://127.9.9.9/',
  ])('include %s only if the Web API is also on the loopback address', (url) => {
    expect(isResponseUrl(url)).toBe(false);
    expect(isResponseUrl(url, 'https://slack.example.com/api/')).toBe(false);
    for (const api of [LOCAL, 'http://localhost:1/api/', 'http://[::1]:1/api/'])
      expect(isResponseUrl(url, api)).toBe(true);
  });

  it('include GovSlack’s host for GovSlack’s Web API', () => {
    expect(isResponseUrl('https://hooks.slack-gov.com/commands/1', 'https://slack-gov.com/api/')).toBe(true);
    expect(isResponseUrl('https://hooks.slack.com/commands/1', 'https://slack-gov.com/api/')).toBe(false);
  });

  it('never include a host other than Slack’s, however it is written', () =>
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

  it('is sent to an allowed host', async () => {
    const reply = await createReplyFetch(LOCAL)(`${address}/here`, { method: 'POST', body: '{}' });
    expect([reply.status, asked]).toEqual([200, ['/here']]);
  });

  it('is not sent to any other host, and the error does not contain the URL', async () => {
    await expect(createReplyFetch(undefined)(`${address}/here`, { method: 'POST' })).rejects.toThrow(
      /^The response_url of a request is not on Slack’s own host; nothing was sent to it$/,
    );
    expect(asked).toEqual([]);
  });

  it('does not follow a redirect', async () => {
    await expect(createReplyFetch(LOCAL)(`${address}/redirect`, { method: 'POST' })).rejects.toThrow();
    expect(asked).toEqual(['/redirect']);
  });

  it('times out if no answer comes', async () => {
    await expect(createReplyFetch(LOCAL, 50)(`${address}/hang`, { method: 'POST' })).rejects.toThrow(/timeout/);
  });
});
