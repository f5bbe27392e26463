import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { checkToolBlocks, connectSlackbot, signature } from '../src/index.js';
import { actions, plain, section } from './fake-app.js';

const TOOLS = ['ask', 'read'];
const call = (tool: string, value: unknown = '{}', more: object = {}) => ({
  type: 'button',
  text: plain('Go'),
  action_id: tool,
  value,
  ...more,
});
const select = (...values: string[]) => ({
  type: 'static_select',
  action_id: 'tool:ask',
  options: values.map((value) => ({ text: plain(value), value })),
});

describe('what Slackbot draws', () => {
  it('are the allowed blocks, with buttons that call tools', () => {
    const fine = [
      section('Text'),
      { type: 'divider' },
      { type: 'markdown', text: '# Text' },
      actions(call('tool:ask', '{"question":"how?"}'), call('tool:read')),
      actions(select('{"question":"a"}', '{}')),
      actions({ type: 'button', text: plain('Open'), action_id: 'link', url: 'https://example.com/a' }),
    ];
    expect(checkToolBlocks(fine, TOOLS)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'blocks', 'must be an array'],
    ['nothing', [], 'no blocks'],
    ['a block for other places', [{ type: 'context_actions', elements: [] }], 'does not draw context_actions'],
    ['too many blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'no more than 50 items'],
    ['a button for the app', [actions(call('page:open'))], 'makes it inert'],
    ['an unknown tool', [actions(call('tool:fly'))], 'there is no tool fly'],
    ['a value that is no JSON', [actions(call('tool:ask', 'how?'))], 'must be a JSON string'],
    ['a value that is no object', [actions(call('tool:ask', '["how?"]'))], 'must be a JSON string'],
    ['no value', [actions(call('tool:ask', null))], 'must be a JSON string'],
    [
      'a long value',
      [actions(call('tool:ask', JSON.stringify({ q: 'x'.repeat(2_000) })))],
      'less than 2001 characters',
    ],
    ['two buttons of one tool in a row', [actions(call('tool:ask'), call('tool:ask', '{"a":"b"}'))], 'already exists'],
    ['a select with other values', [actions(select('how?'))], 'must be a JSON string'],
    ['an address without https', [actions(call('link', undefined, { url: 'http://example.com' }))], 'https address'],
    [
      'an address of no public host',
      [actions(call('link', undefined, { url: 'https://10.0.0.1/a' }))],
      'https address',
    ],
    ['an image of this machine', [{ type: 'image', alt_text: 'a', image_url: 'https://localhost/a' }], 'https address'],
    ['a text that is too long', [section('x'.repeat(3_001))], 'less than 3001 characters'],
  ])('are not %s', (_, blocks, problem) => {
    expect(checkToolBlocks(blocks, TOOLS)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('Slackbot as a client', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
  });

  it('signs what it sends, names the person, and draws what a tool answers', async () => {
    const secret = 'secret';
    const seen: { method: string; params: { name?: string; arguments?: object; _meta?: object } }[] = [];
    const blocks = [section('Hello'), actions(call('tool:ask', '{"question":"more"}'))];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const timestamp = String(request.headers['x-slack-request-timestamp']);
        if (request.headers['x-slack-signature'] !== signature({ secret, timestamp, body })) {
          response.writeHead(401).end();
          return;
        }
        const message = JSON.parse(body);
        seen.push(message);
        if (message.id === undefined) {
          response.writeHead(202).end();
          return;
        }
        const isBroken = message.params.arguments?.question === 'more';
        const results: Record<string, object> = {
          initialize: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'a', version: '1' } },
          'tools/list': { tools: [{ name: 'ask', inputSchema: {}, annotations: { readOnlyHint: true } }] },
          'tools/call': {
            content: [{ type: 'text', text: 'Hello' }],
            _meta: { slack: { blocks: isBroken ? [{ type: 'call' }] : blocks } },
          },
        };
        response.setHeader('content-type', 'text/event-stream');
        const answer = { jsonrpc: '2.0', id: message.id, result: results[message.method] };
        response.end(`event: message\ndata: ${JSON.stringify(answer)}\n\n`);
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const bot = await connectSlackbot({ url, signingSecret: secret, person: 'U1', team: 'T1' });
    const card = await bot.call('ask', { question: 'hello' });
    expect(card).toMatchObject({ text: 'Hello', asked: false, problems: [] });
    expect(card.plainText()).toBe('Hello\n[Go]');
    // One mistake, and nothing is drawn.
    const next = await card.press('Go');
    expect(next).toMatchObject({ text: 'Hello', blocks: [] });
    expect(next.problems[0]).toContain('does not draw call');
    await expect(card.press('Stop')).rejects.toThrow('The card has no button “Stop”. It has “Go”.');
    expect(seen.map(({ method }) => method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/call',
      'tools/call',
    ]);
    expect(seen.at(-1)?.params).toMatchObject({
      name: 'ask',
      arguments: { question: 'more' },
      _meta: { slack: { user_id: 'U1', team_id: 'T1' } },
    });
    await expect(connectSlackbot({ url, signingSecret: 'another' })).rejects.toMatchObject({ status: 401 });
  });
});
