import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** A git host: the repository over HTTP, by git's own program for it. */
export interface GitHost {
  readonly url: string;
  /** The value of the header `Authorization` of each request so far. */
  readonly authorizations: (string | undefined)[];
  /** How many bytes it has sent. */
  sent(): number;
  /** What each request gets from now on: the repository, or only this status, or no answer at all. */
  mode: 'serve' | 'silent' | number;
  stop(): Promise<void>;
}

/** @param password what it asks for; without it everybody may read */
export async function serveRepository(folder: string, password?: string, port = 0): Promise<GitHost> {
  const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  const authorizations: (string | undefined)[] = [];
  let sent = 0;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    authorizations.push(authorization);
    if (host.mode === 'silent') return;
    if (typeof host.mode === 'number') return void response.writeHead(host.mode).end();
    const given = Buffer.from(authorization?.replace(/^Basic /, '') ?? '', 'base64').toString();
    if (password !== undefined && given.slice(given.indexOf(':') + 1) !== password) {
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const child = spawn(backend, {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        PATH_INFO: url.pathname.replace(/^\/guide\.git/, '/.git'),
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      },
    });
    request.pipe(child.stdin);
    child.stdin.on('error', () => {});
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      const reply = Buffer.concat(chunks);
      const end = reply.indexOf('\r\n\r\n');
      const headers = reply.subarray(0, end).toString().split('\r\n');
      for (const line of headers) {
        const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(line) ?? [];
        if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
        else if (name !== '') response.setHeader(name, value);
      }
      sent += reply.length - end;
      response.end(reply.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const host: GitHost = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/guide.git`,
    authorizations,
    sent: () => sent,
    mode: 'serve',
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}
