// Runs the guide's Nginx block in front of Gunicorn (with the guide's settings) and Uvicorn, and looks at what an app sees of a visitor:
// what the pages on web servers and ASGI servers say about forwarded headers must be so.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from '../../bench/speed/server.js';
import { type Block, checked, type Outcome } from './block.js';
import { makeCertificate, temporaryFolders } from './nginx.js';
import { run } from './run.js';

/** An app for both kinds of server, which answers with what it sees. */
const APP = `import json
from visitor import visitor_address

class Request:
    def __init__(self, environ):
        self.META = environ

def wsgi(environ, start_response):
    seen = {"scheme": environ["wsgi.url_scheme"], "address": environ["REMOTE_ADDR"], "host": environ["HTTP_HOST"],
            "forwardedFor": environ.get("HTTP_X_FORWARDED_FOR")}
    seen["visitor"] = visitor_address(lambda request: request.META["REMOTE_ADDR"])(Request(dict(environ)))
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen).encode()]

async def asgi(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    address = scope["client"][0]
    seen = {"scheme": scope["scheme"], "address": address, "host": headers["host"],
            "forwardedFor": headers.get("x-forwarded-for"), "visitor": address}
    body = json.dumps(seen)
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": body})
        await send({"type": "websocket.close"})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body.encode()})
`;

/** Not the address from which Nginx speaks to the app. */
const VISITOR = '127.0.0.2';
const FORGED = { Host: 'shop.example.com', 'X-Forwarded-For': '203.0.113.66', 'X-Forwarded-Proto': 'https' };

interface Scene {
  readonly folder: string;
  readonly app: number;
  readonly http: number;
  readonly https: number;
}

/** One outcome for each server; none if the guide has not all the blocks; undefined if a program is not installed. */
export async function behindNginx(blocks: readonly Block[]): Promise<Outcome[] | undefined> {
  const find = (language: string, part: RegExp): string | undefined =>
    blocks.find((block) => block.language === language && part.test(block.code))?.code;
  const site = find('nginx', /listen 80;.*alias .*proxy_pass http:\/\/127\.0\.0\.1:8000;/s);
  const settings = find('python', /worker_class = "gthread"/);
  const visitor = find('python', /def visitor_address/);
  const upgrade = find('nginx', /^map \$http_upgrade/);
  const sockets = find('nginx', /^location \/ws\//);
  if (!(site && settings && visitor && upgrade && sockets)) return [];
  const versions = ['nginx -v', 'gunicorn --version', 'uvicorn --version'].map((command) =>
    run('env', command.split(' ')),
  );
  if (versions.some((version) => version?.status !== 0)) return undefined;

  const folder = mkdtempSync(join(tmpdir(), 'guidepost-behind-nginx-'));
  const scene: Scene = { folder, app: await freePort(), http: await freePort(), https: await freePort() };
  // Nginx serves the files as another user.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'static'));
  writeFileSync(join(folder, 'static/app.css'), 'body {}\n');
  writeFileSync(join(folder, 'app.py'), APP);
  writeFileSync(join(folder, 'visitor.py'), visitor);
  writeFileSync(join(folder, 'gunicorn.conf.py'), settings);
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(scene, { site, upgrade, sockets }));
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']);
  try {
    const bind = `127.0.0.1:${scene.app}`;
    const gunicorn = spawn('gunicorn', ['--bind', bind, 'app:wsgi'], { cwd: folder });
    const first = await whileItRuns(gunicorn, () => problemsOf(scene, '127.0.0.1'));
    const uvicorn = spawn('uvicorn', ['--port', `${scene.app}`, 'app:asgi'], { cwd: folder });
    const second = await whileItRuns(uvicorn, async () => [
      ...(await problemsOf(scene, VISITOR)),
      ...differences('a WebSocket', await overSocket(scene), { address: VISITOR, forwardedFor: VISITOR }),
    ]);
    return [
      checked(`Gunicorn behind Nginx (${versions[1]?.output})`, first.join('\n')),
      checked(`Uvicorn behind Nginx (${versions[2]?.output})`, second.join('\n')),
    ];
  } finally {
    await end(nginx);
    rmSync(folder, { recursive: true });
  }
}

function nginxConfig(
  { folder, app, http, https }: Scene,
  parts: { site: string; upgrade: string; sockets: string },
): string {
  const { chain, key } = makeCertificate(folder);
  // Certbot adds the lines of TLS to the block in the same way.
  const tls = `listen 127.0.0.1:${https} ssl; ssl_certificate ${chain}; ssl_certificate_key ${key};`;
  const site = parts.site
    .replace('listen 80;', `listen 127.0.0.1:${http}; ${tls}\n${parts.sockets}`)
    .replace(/alias \S+;/, `alias ${folder}/static/;`);
  const frame = `pid ${folder}/pid; error_log ${folder}/error.log; events {}`;
  return `${frame}\nhttp { access_log off; ${temporaryFolders(folder)}\n${parts.upgrade}\n${site}\n}\n`.replaceAll(
    '127.0.0.1:8000',
    `127.0.0.1:${app}`,
  );
}

/** What is not as the pages say. @param address of the visitor as the server itself tells it to the app */
async function problemsOf({ app, http, https }: Scene, address: string): Promise<string[]> {
  const ofVisitor = { address, host: 'shop.example.com', forwardedFor: VISITOR, visitor: VISITOR };
  return [
    ...differences('https', await seen('https', https), { ...ofVisitor, scheme: 'https' }),
    ...differences('http with forged headers', await seen('http', http), { ...ofVisitor, scheme: 'http' }),
    ...differences('past the proxy', await seen('http', app), { address: VISITOR, scheme: 'http' }),
    ...((await get('http', http, '/static/app.css')) === 'body {}\n'
      ? []
      : ['A static file does not come from Nginx.']),
  ];
}

function differences(where: string, found: Record<string, unknown>, expected: Record<string, unknown>): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${where}: the app sees ${name} ${found[name]}, not ${value}`);
}

async function seen(scheme: 'http' | 'https', port: number): Promise<Record<string, unknown>> {
  return JSON.parse(await get(scheme, port, '/'));
}

async function get(scheme: 'http' | 'https', port: number, path: string): Promise<string> {
  const options = { host: '127.0.0.1', localAddress: VISITOR, port, path, headers: FORGED, rejectUnauthorized: false };
  const call = scheme === 'https' ? secureRequest(options) : request(options);
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += chunk;
  return body;
}

async function overSocket({ https }: Scene): Promise<Record<string, unknown>> {
  const socket = new WebSocket(`wss://127.0.0.1:${https}/ws/`, {
    localAddress: VISITOR,
    headers: FORGED,
    rejectUnauthorized: false,
  });
  const [message] = await once(socket, 'message');
  return JSON.parse(`${message}`);
}

/** Waits until the server answers, uses it and ends it. */
async function whileItRuns(server: ChildProcess, use: () => Promise<string[]>): Promise<string[]> {
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text) => (output += text));
  try {
    for (;;) {
      if (server.exitCode !== null) return [`It has ended: ${output}`];
      if (/Listening at|Uvicorn running on/.test(output)) return await use();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch (error) {
    return [`${error}`, output];
  } finally {
    await end(server);
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  server.kill('SIGTERM');
  await once(server, 'exit');
}
