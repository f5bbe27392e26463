import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { packageFile } from '../../src/package-file.js';
import { createToken } from '../front-door/api-client.js';
import { itLong } from '../long-tests.js';
import { CLI } from './program.js';
import { type Server as App, startProcess } from './start-process.js';

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});
function newFolder(): string {
  folder = mkdtempSync(join(tmpdir(), 'guidepost-mcp-'));
  return folder;
}

describe('guidepost mcp', () => {
  it('serves an editor over standard input and output, and follows the guide', async () => {
    const guide = newFolder();
    writeFileSync(join(guide, 'logs.md'), '# Logs\n\n## Where do logs go?\n\nTo standard output.\n');
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [CLI, 'mcp', '--guide', guide],
      // Without a setting for Slack, and with one that is wrong for a server.
      env: { PATH: process.env.PATH ?? '', SLACK_BOT_TOKEN: 'nonsense' },
      stderr: 'pipe',
    });
    let errors = '';
    transport.stderr?.on('data', (text) => {
      errors += String(text);
    });
    const client = new Client({ name: 'editor', version: '1' });
    await client.connect(transport);
    const ask = async (question: string): Promise<string> => {
      const { content } = await client.callTool({ name: 'ask', arguments: { question } });
      return (content as { text: string }[])[0]?.text ?? '';
    };
    try {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(['ask', 'read_page', 'list_topics', 'get_checklist', 'list_runs']);
      expect(await ask('where do logs go?')).toContain('To standard output.');
      const runs = await client.callTool({ name: 'list_runs', arguments: {} });
      expect(runs.structuredContent).toEqual({ runs: [] });
      expect(JSON.stringify(runs.content)).toContain('no database');
      writeFileSync(join(guide, 'mail.md'), '# Mail\n\n## Who sends mail?\n\nPostfix.\n');
      let answer = '';
      while (!answer.includes('Postfix')) answer = await ask('who sends mail?');
    } finally {
      await client.close();
    }
    // A client that could not read what came would have said so, and the log is on standard error only.
    expect(errors).not.toContain('could not be read');
  });

  it('answers what it was asked before its input ends', async () => {
    const guide = newFolder();
    writeFileSync(join(guide, 'logs.md'), '# Logs\n\nTo standard output.\n');
    const message = (id: number, method: string, params: object): string =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    const running = promisify(execFile)(process.execPath, [CLI, 'mcp', guide]);
    running.child.stdin?.end(
      message(1, 'initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'a', version: '1' },
      }) + message(2, 'tools/call', { name: 'ask', arguments: { question: 'logs' } }),
    );
    const { stdout } = await running;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id }) => id).sort()).toEqual([1, 2]);
    expect(JSON.stringify(lines)).toContain('To standard output.');
  });
});

/** Sends requests on with a token: the suite cannot. */
async function withToken(target: string, token: string): Promise<Server> {
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { host = '', origin } = request.headers;
      const kept = ['accept', 'content-type', 'mcp-session-id', 'mcp-protocol-version'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      const body = Buffer.concat(chunks);
      const { hostname, port, pathname } = new URL(target);
      const onward = httpRequest({
        hostname,
        port,
        path: pathname,
        method: request.method,
        headers: {
          ...Object.fromEntries(kept),
          host,
          ...(origin !== undefined && { origin }),
          authorization: `Bearer ${token}`,
          ...(body.length > 0 && { 'content-length': body.length }),
        },
      });
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.writeHead(502).end());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

describe('the conformance suite of the Model Context Protocol', () => {
  itLong('passes for what the server has', async () => {
    const results = newFolder();
    const database = `sqlite:${join(results, 'test.db')}`;
    const app: App = startProcess({
      SLACK_BOT_TOKEN: 'xoxb-test',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      SLACK_API_URL: 'http://127.0.0.1:9/api/',
      DATABASE_URL: database,
      MCP: 'on',
      PORT: '0',
      HOST: '127.0.0.1',
    });
    let proxy: Server | undefined;
    try {
      const [, port] = await app.says(/listening on port (\d+)/);
      proxy = await withToken(`http://127.0.0.1:${port}/mcp`, await createToken(database, { may: 'gate' }));
      const url = `http://localhost:${(proxy.address() as AddressInfo).port}/mcp`;
      const suite = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/dist/index.js');
      const report = await promisify(execFile)(
        process.execPath,
        [suite, 'server', '--url', url, '--expected-failures', packageFile('test/process/mcp-conformance.yml')],
        { cwd: results, maxBuffer: 32 * 1024 * 1024 },
      ).then(
        ({ stdout }) => stdout,
        ({ stdout }: { stdout: string }) => Promise.reject(new Error(stdout)),
      );
      for (const scenario of ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'])
        expect(report).toMatch(new RegExp(`${scenario}: \\d+ passed, 0 failed`));
    } finally {
      proxy?.close();
      app.child.kill();
      await app.ended();
    }
  });
});
