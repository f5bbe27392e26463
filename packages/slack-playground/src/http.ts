import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Workspace } from '@guidepost/slack-simulator';
import type { ElementRef, SurfaceRef, TypedText } from './protocol.js';

/** A request that cannot be carried out: the HTTP status and the message to reply with. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * @returns why the request is refused, or undefined if it is allowed. Another web page could point its own domain at 127.0.0.1
 * (DNS rebinding), which shows in Host, or post across sites, which shows in Origin and Sec-Fetch-Site.
 */
export function checkRequest(
  request: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  port: number,
): string | undefined {
  const { host, origin } = request.headers;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  if (host === undefined || !hosts.includes(host)) {
    return `The playground only accepts the hosts ${hosts.join(', ')}, not ${JSON.stringify(host ?? '')}.`;
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return `The playground only accepts requests from its own page, not from ${JSON.stringify(origin)}.`;
  }
  const site = request.headers['sec-fetch-site'];
  const isFollowedLink = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowedLink) {
    return 'The playground only accepts requests from its own page, not from another site.';
  }
  return undefined;
}

/** Sent with every reply: the page loads nothing from other sites, runs no inline scripts, and cannot be framed. */
export const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
} as const;

const maxBytes = 1024 * 1024;

export type Fields = Readonly<Record<string, unknown>>;

/** Reads a JSON object of up to 1 MiB. It must be `application/json`, which a form on another site cannot send. */
export async function readJson(request: IncomingMessage): Promise<Fields> {
  if (!/^application\/json(?:;|$)/.test(request.headers['content-type'] ?? '')) {
    throw new RequestProblem(415, 'Send the request as application/json.');
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new RequestProblem(413, 'The request is larger than 1 MiB.');
    parts.push(part);
  }
  const value = parse(Buffer.concat(parts).toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(400, 'The request is not a JSON object.');
  }
  return value as Fields;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestProblem(400, 'The request is not JSON.');
  }
}

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  map: 'application/json; charset=utf-8',
};

/** Reads one of the page's files. Names have only lower-case letters, digits and hyphens, so no path leads out of the folder. */
export async function servePage(folder: URL, path: string): Promise<PageFile> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const match = /^[a-z0-9-]+(?:\.js|\.css)?\.(html|css|js|svg|map)$/.exec(name);
  const type = types[match?.[1] ?? ''];
  if (!type) throw notFound(path);
  try {
    return { type, content: await readFile(new URL(name, folder)) };
  } catch (error) {
    if (isMissing(error)) throw notFound(path);
    throw error;
  }
}

function notFound(path: string) {
  return new RequestProblem(404, `The playground has no ${path.slice(0, 200)}.`);
}

function isMissing(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && ['ENOENT', 'EISDIR'].includes(String(error.code))
  );
}

export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new RequestProblem(400, `The request needs a string "${name}".`);
  return value;
}

/** @returns the person's id */
export function readPerson({ people }: Pick<Workspace, 'people'>, value: unknown): string {
  const person = people.find(({ id, name }) => id === value || name === value);
  if (person) return person.id;
  const names = people.map(({ name }) => name).join(', ');
  throw new RequestProblem(404, `There is no person ${JSON.stringify(value ?? null)}. The people are ${names}.`);
}

/** @returns the id of a channel that the person can see */
export function readChannel({ channels }: Pick<Workspace, 'channels'>, person: string, value: unknown): string {
  const channel = channels.find(({ id }) => id === value);
  if (channel && (channel.kind === 'public' || channel.members.includes(person))) return channel.id;
  throw new RequestProblem(404, `There is no channel ${JSON.stringify(value ?? null)} for this person.`);
}

export function readElementRef(value: unknown): ElementRef {
  const target = readObject(value, 'target');
  return {
    blockId: readText(target, 'blockId'),
    actionId: readText(target, 'actionId'),
    ...(typeof target.value === 'string' && { value: target.value }),
  };
}

export function readSurfaceRef(value: unknown): SurfaceRef {
  const surface = readObject(value, 'surface');
  if (surface.kind === 'dialog' || surface.kind === 'home') return { kind: surface.kind, id: readText(surface, 'id') };
  if (surface.kind === 'message') {
    return { kind: 'message', channel: readText(surface, 'channel'), ts: readText(surface, 'ts') };
  }
  throw new RequestProblem(400, '"surface" must be a message, dialog or home.');
}

export function readMessage(value: unknown): { channel: string; ts: string } {
  const message = readObject(value, 'message');
  return { channel: readText(message, 'channel'), ts: readText(message, 'ts') };
}

export function readTyped(value: unknown): TypedText[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RequestProblem(400, '"typed" must be a list.');
  return value.map((entry: unknown) => ({
    ...readElementRef(entry),
    text: readText(readObject(entry, 'typed'), 'text'),
  }));
}

export function readChoice(value: unknown): string | string[] {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new RequestProblem(400, '"choice" must be a string or a list of strings.');
}

function readObject(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(400, `The request needs an object "${name}".`);
  }
  return value as Fields;
}
