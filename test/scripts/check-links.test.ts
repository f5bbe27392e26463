import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkLinks, linksOf } from '../../scripts/check-links.js';
import { guideOf } from '../builders/guide-of.js';

let server: Server;
let url: string;
let asked: string[] = [];

beforeAll(async () => {
  server = createServer(({ url: path = '', method = '' }, response) => {
    asked.push(`${method} ${path}`);
    const status = { '/fine': 200, '/gone': 404, '/refuses': 403, '/broken': 500, '/moved': 302 }[path] ?? 200;
    if (path === '/only-get' && method === 'HEAD') return void response.writeHead(405).end();
    response.writeHead(status, path === '/moved' ? { location: '/fine' } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it('finds the addresses of text, next steps, sources and facts, each once, without those of examples', async () => {
  const guide = await guideOf({
    'a.md':
      '---\nchoices: [{text: Go, to: "https://one.dev/step"}]\nsources: [{url: "https://two.dev/"}]\n---\nSee [it](https://one.dev/text#part), https://shop.example.com and [b](b.md).',
    'b.md': 'Again [it](https://one.dev/text#other), `https://three.dev`.',
  });
  const links = linksOf(guide, [{ source: 'https://four.dev/x (as of August)' }, { source: 'a book' }, {}]);
  expect([...links].map(([link, files]) => `${link} ${[...files].join(' ')}`).sort()).toEqual([
    'https://four.dev/x facts.yml',
    'https://one.dev/step a.md',
    'https://one.dev/text a.md b.md',
    'https://two.dev/ a.md',
  ]);
});

it('tells what is gone from what refuses, and asks again with GET where HEAD fails', async () => {
  asked = [];
  const paths = ['/fine', '/gone', '/refuses', '/broken', '/moved', '/only-get'];
  const results = await checkLinks(
    paths.map((path) => `${url}${path}`),
    0,
  );
  expect(results.map(({ url: each, state, reason }) => [new URL(each).pathname, state, reason])).toEqual([
    ['/broken', 'unsure', '500'],
    ['/fine', 'fine', undefined],
    ['/gone', 'gone', '404'],
    ['/moved', 'fine', undefined],
    ['/only-get', 'fine', undefined],
    ['/refuses', 'unsure', '403'],
  ]);
  expect(asked).toContain('GET /only-get');
  expect(asked).not.toContain('GET /fine');
});

it('is not sure of a host that does not answer', async () => {
  const [result] = await checkLinks(['http://127.0.0.1:1/x']);
  expect(result).toMatchObject({ state: 'unsure' });
});
