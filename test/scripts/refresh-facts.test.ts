import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { restate } from '../../scripts/facts/restate.js';
import { refreshFacts } from '../../scripts/refresh-facts.js';

const TODAY = '2026-11-30';

const FACTS = `# yaml-language-server: $schema=facts.schema.json
# Ends of support.
python-3.13-end:
  value: "October 2029" # of security fixes
  from: endoflife.date/python#3.13.eol
  checked: "2026-11-20"
postgres-end: {value: 12 November 2026, from: "endoflife.date/postgresql#14.eol", checked: 2026-11-20} # flow
same:
  value: '31 October 2026'
  from: endoflife.date/python#3.10.eol
  checked: 2026-11-20
same-for-long:
  value: '31 October 2026'
  from: endoflife.date/python#3.10.eol
  checked: 2026-08-20
uv:
  value: 0.13 in August 2026
  from: pypi.org/uv#version
  checked: "2026-11-20"
caddy: {value: "2.11", from: github.com/caddyserver/caddy#latest-release, checked: "2026-11-20"}
price: {value: "7", source: "https://render.com/pricing", checked: "2026-01-01"}
`;

let server: Server;
let addresses: { endoflife: string; pypi: string; github: string };
let answers: Record<string, unknown>;
let asked: { url: string; authorization: string | undefined }[];

beforeAll(async () => {
  server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, authorization: headers.authorization });
    const answer = answers[url];
    if (answer === undefined) return void response.writeHead(404).end('{}');
    if (typeof answer === 'number') return void response.writeHead(answer).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  addresses = { endoflife: url, pypi: url, github: url };
  reset();
});
afterEach(reset);
afterAll(() => void server.close());

function reset(): void {
  asked = [];
  answers = {
    '/api/v1/products/python/releases/3.13': { result: { name: '3.13', eolFrom: '2029-11-05' } },
    '/api/v1/products/python/releases/3.10': { result: { eolFrom: '2026-10-31' } },
    '/api/v1/products/postgresql/releases/14': { result: { eolFrom: '2026-12-01' } },
    '/pypi/uv/json': { info: { version: '0.14.2' } },
    '/repos/caddyserver/caddy/releases/latest': { tag_name: 'v2.11.4' },
  };
}

describe('refreshing facts', () => {
  it('writes what has changed and when it asked, and keeps comments, quotes and order', async () => {
    const { text, report, ...counts } = await refreshFacts(FACTS, { today: TODAY, addresses });
    expect(counts).toEqual({ answered: 6, changed: 3, failed: 0 });
    expect(report).toEqual([
      '- python-3.13-end: October 2029',
      '+ python-3.13-end: November 2029',
      '- postgres-end: 12 November 2026',
      '+ postgres-end: 1 December 2026',
      '- uv: 0.13 in August 2026',
      '+ uv: 0.14 in November 2026',
    ]);
    const expected = FACTS.replace('"October 2029"', '"November 2029"')
      .replace('checked: "2026-11-20"\npostgres', 'checked: "2026-11-30"\npostgres')
      .replace('12 November 2026', '"1 December 2026"')
      .replace('checked: 2026-11-20} # flow', 'checked: "2026-11-30"} # flow')
      .replace('2026-08-20', '"2026-11-30"')
      .replace('0.13 in August 2026', '"0.14 in November 2026"')
      .replace('checked: "2026-11-20"\ncaddy', 'checked: "2026-11-30"\ncaddy');
    expect(text).toBe(expected);
    // What has just been written is the same the next time.
    expect((await refreshFacts(text, { today: TODAY, addresses })).text).toBe(text);
  });

  it('gives GitHub its token, and nobody else', async () => {
    await refreshFacts(FACTS, { today: TODAY, addresses, githubToken: 'secret' });
    expect(asked.filter(({ authorization }) => authorization !== undefined)).toEqual([
      { url: '/repos/caddyserver/caddy/releases/latest', authorization: 'Bearer secret' },
    ]);
  });

  it('leaves alone what a source does not know or say, and tells why', async () => {
    answers['/api/v1/products/python/releases/3.13'] = undefined;
    answers['/api/v1/products/postgresql/releases/14'] = { result: { eolFrom: null } };
    answers['/pypi/uv/json'] = { info: { version: 'soon' } };
    answers['/repos/caddyserver/caddy/releases/latest'] = 503;
    const { text, report, ...counts } = await refreshFacts(FACTS, { today: '2026-11-21', addresses });
    expect(counts).toEqual({ answered: 3, changed: 0, failed: 4 });
    expect(text).toBe(FACTS.replace('2026-08-20', '"2026-11-21"'));
    expect(report).toEqual([
      expect.stringMatching(/^\? python-3\.13-end: .*\/releases\/3\.13 is not known there \(404\)$/),
      expect.stringMatching(/^\? postgres-end: .* has no result\.eolFrom$/),
      '? uv: pypi.org/uv#version says "soon", which is older or has no place in "0.13 in August 2026". Look at it yourself.',
      expect.stringMatching(/^\? caddy: .* answered 503$/),
    ]);
  });

  it('changes nothing without a network', async () => {
    const away = 'http://127.0.0.1:1';
    const nowhere = { endoflife: away, pypi: away, github: away };
    const { text, report, ...counts } = await refreshFacts(FACTS, { today: TODAY, addresses: nowhere });
    expect(text).toBe(FACTS);
    expect(counts).toEqual({ answered: 0, changed: 0, failed: 6 });
    expect(report[0]).toMatch(/^\? python-3\.13-end: http:\/\/127\.0\.0\.1:1\/api.*: /);
  });

  it('refuses a file with an error, with its line', async () => {
    const refreshed = refreshFacts('a:\n  - x\n', { today: TODAY, addresses });
    await expect(refreshed).rejects.toThrow(/^facts\.yml:2: error: a: must be a group of fields/);
  });
});

describe('saying an answer in the words of a fact', () => {
  it.each([
    ['31 October 2026', '2026-11-01', '1 November 2026'],
    ['October 2026', '2026-11-01', 'November 2026'],
    ['2026-10-31', '2026-11-01', '2026-11-01'],
    ['at some time', '2026-11-01', undefined],
    ['3.13', '3.14.1', '3.14'],
    ['3.3.9 in August 2026', '3.4', '3.4 in November 2026'],
    ['0.13', 'v0.13.9', '0.13'],
    ['27.0 came out in November 2026', '27.0.1', '27.0 came out in November 2026'],
    ['Valkey 9.1', '9.2.0', 'Valkey 9.2'],
    ['none', '9.2.0', undefined],
    ['9.1', '8.1.6', undefined],
    ['3.10', '3.9.4', undefined],
    ['8.11.0', 'curl-8_11_0', undefined],
  ])('%s, and the source says %s: %s', (value, said, expected) => {
    expect(restate(value, said, TODAY)).toBe(expected);
  });
});
