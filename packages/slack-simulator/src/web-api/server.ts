import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { plainHeaders } from '../delivery/http.js';
import type { Journal } from '../delivery/journal.js';
import type { Fault, FaultInjector } from '../fault-injection.js';
import { perMinute, postsPerSecond } from '../limits/limits.js';
import { grantAt, grantRefusal } from '../workspace/grants.js';
import type { Json, JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/store.js';
import { respond } from './messages.js';
import { ApiError, type ApiMethod, attempt, readArguments, readBody, requireScope } from './method.js';
import { chatMethods, unfurlMethods } from './methods/chat.js';
import { assistantMethods, conversationMethods, historyMethods } from './methods/conversations.js';
import { connectionMethods, identityMethods } from './methods/identity.js';
import { blockMethods, viewMethods } from './methods/views.js';

interface Answer {
  status: number;
  reply: JsonObject;
  headers?: Record<string, string>;
  garble?: Fault['garbleReply'];
}

interface Parts {
  store: WorkspaceStore;
  journal: Journal;
  faults: FaultInjector;
  rates: RateLimiter;
  methods: ApiMethods;
  tokens: Tokens;
}

const mebibyte = 1024 * 1024;

/** Slack's HTTP server: `POST /api/METHOD` and the response_urls. */
export function createSlackServer(parts: Parts): Server {
  return createServer((request, response) => {
    handle(parts, request, response).catch(() => response.destroy());
  });
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (parts.faults.refusing) {
    request.socket.destroy();
    return;
  }
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const body = await readAll(request);
  const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
  if (request.method !== 'POST' || (method === undefined && !/^\/(commands|actions)\//.test(path))) {
    send(response, { status: 404, reply: { ok: false, error: 'not_found' } });
    return;
  }
  const contentType = request.headers['content-type'] ?? '';
  const sent = attempt(() => readBody(contentType, body));
  const args = sent instanceof ApiError ? {} : sent;
  const wire = {
    transport: 'http' as const,
    url: `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`,
    headers: plainHeaders(request.headers),
    body,
  };
  const end =
    method === undefined
      ? parts.journal.begin({ kind: 'response_url', ...wire, args })
      : parts.journal.begin({ kind: 'api', ...wire, method, args: readable(args) });
  let answer: Answer | undefined;
  try {
    answer = await underTrouble(parts, method ?? 'response_url', args, () => {
      if (sent instanceof ApiError) return refused(sent, method === undefined ? 400 : 200);
      return method === undefined
        ? answerResponse(parts, path, sent)
        : answerCall(parts, { name: method, sent, authorization: request.headers.authorization });
    });
  } finally {
    // Send the reply before closing the journal entry, so that `settled()` never returns before the app has the reply.
    if (answer) {
      const reply = answer.garble === undefined ? { reply: answer.reply } : {};
      end({ status: answer.status, ...reply, ...send(response, answer) });
    } else {
      request.socket.destroy();
      end({});
    }
  }
}

/** @returns undefined to break the connection instead of replying */
async function underTrouble(
  parts: Parts,
  name: string,
  args: JsonObject,
  carryOut: () => Answer,
): Promise<Answer | undefined> {
  const { faults } = parts;
  const misfortune = faults.calls.take(name);
  if (!misfortune) return limit(parts, name, args) ?? carryOut();
  if (misfortune.delayMs !== undefined) await wait(misfortune.delayMs, undefined, { ref: false });
  if (misfortune.error === 'ratelimited' || misfortune.status === 429) {
    return tooMany(misfortune.retryAfter === undefined ? 1 : misfortune.retryAfter);
  }
  if (misfortune.status !== undefined)
    return { status: misfortune.status, reply: { ok: false, error: 'internal_error' } };
  if (misfortune.error !== undefined)
    return refused(new ApiError(misfortune.error), name === 'response_url' ? 404 : 200);
  const answer: Answer = misfortune.undone ? { status: 200, reply: { ok: true } } : carryOut();
  if (misfortune.loseReply) return undefined;
  return misfortune.garbleReply === undefined ? answer : { ...answer, garble: misfortune.garbleReply };
}

/** HTTP 429 if rate limits are on and the limit is reached. */
function limit({ faults, rates, store }: Parts, name: string, args: JsonObject): Answer | undefined {
  if (!faults.limitsRates) return undefined;
  const seconds = rates.take(name, args, store.now());
  return seconds === undefined ? undefined : tooMany(seconds);
}

function tooMany(retryAfter: number | string | null): Answer {
  return {
    status: 429,
    reply: { ok: false, error: 'ratelimited' },
    ...(retryAfter !== null && { headers: { 'retry-after': String(retryAfter) } }),
  };
}

function answerCall(
  { store, methods, tokens }: Parts,
  call: { name: string; sent: JsonObject; authorization: string | undefined },
): Answer {
  const headers = { 'x-oauth-scopes': store.state.app.scopes.join(',') };
  const reply = attempt(() => callMethod({ ...call, tokens }, methods, store));
  return reply instanceof ApiError
    ? { ...refused(reply, 200), headers }
    : { status: 200, reply: { ok: true, ...reply }, headers };
}

function answerResponse({ store }: Parts, path: string, sent: JsonObject): Answer {
  const grant = grantAt(store, path);
  if (!grant) return refused(new ApiError('no_service'), 404);
  const over = grantRefusal(store, grant);
  if (over) return refused(new ApiError(over), 404);
  const done = attempt(() => respond(store, grant, sent));
  if (done instanceof ApiError) return refused(done, done.code === 'message_not_found' ? 404 : 400);
  grant.usesLeft -= 1;
  return { status: 200, reply: { ok: true } };
}

function refused(error: ApiError, status: number): Answer {
  return {
    status,
    reply: { ok: false, error: error.code, ...error.details },
  };
}

/** Arguments for the journal: without the token, and with JSON in form fields parsed. */
function readable({ token: _token, ...args }: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, parsed(value)]));
}

function parsed(value: Json): Json {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > mebibyte) throw new Error('a request above 1 MiB');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, { status, reply, headers = {}, garble }: Answer) {
  const type = garble === 'html' ? 'text/html' : 'application/json';
  const replyHeaders = { 'content-type': `${type}; charset=utf-8`, ...headers };
  const replyBody = garbled(JSON.stringify(reply), garble);
  response.writeHead(status, replyHeaders).end(replyBody);
  return { replyHeaders, replyBody };
}

function garbled(json: string, how: Answer['garble']): string {
  if (how === 'empty') return '';
  if (how === 'cut') return json.slice(0, json.length / 2);
  return how === 'html' ? '<!DOCTYPE html><title>Server Error</title><p>Try again in a moment.</p>' : json;
}

export type ApiMethods = Readonly<Record<string, ApiMethod>>;

/** All simulated methods. @param socketAddress returns a new address for a Socket Mode connection */
export function apiMethods(socketAddress: () => string): ApiMethods {
  return {
    ...chatMethods,
    ...blockMethods,
    ...historyMethods,
    ...unfurlMethods,
    ...viewMethods,
    ...conversationMethods,
    ...historyMethods,
    ...identityMethods,
    ...assistantMethods,
    ...connectionMethods(socketAddress),
  };
}

export interface Tokens {
  bot: string;
  /** The app-level token, for Socket Mode. */
  app?: string;
}

/** Checks the bearer token or the `token` argument. @throws ApiError */
function authorise(
  authorization: string | undefined,
  sent: JsonObject,
  tokens: Tokens,
  kind: 'app' | 'bot' | 'optional',
): void {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? sent.token;
  if (token === undefined || token === '') {
    if (kind === 'optional') return;
    throw new ApiError('not_authed');
  }
  const wanted = kind === 'app' ? 'app' : 'bot';
  const other = kind === 'app' ? 'bot' : 'app';
  if (token === tokens[other]) throw new ApiError('not_allowed_token_type');
  if (token !== tokens[wanted]) throw new ApiError('invalid_auth');
}

/** Runs one Web API call. @throws ApiError */
export function callMethod(
  call: { name: string; sent: JsonObject; authorization: string | undefined; tokens: Tokens },
  methods: ApiMethods,
  store: WorkspaceStore,
): JsonObject {
  const method = Object.hasOwn(methods, call.name) ? methods[call.name] : undefined;
  if (!method) throw new ApiError('unknown_method', { req_method: call.name });
  if (call.name !== 'api.test') authorise(call.authorization, call.sent, call.tokens, method.token ?? 'bot');
  if (method.scope !== undefined) requireScope(store, method.scope);
  return method.run(readArguments(method, call.sent), store);
}

/** Counts calls like Slack: per method, and for `chat.postMessage` per channel. */
export class RateLimiter {
  readonly #taken = new Map<string, number[]>();

  /** Counts a call. @returns undefined if it is allowed, otherwise the seconds for `Retry-After` */
  take(method: string, args: JsonObject, now: number): number | undefined {
    const posts = method === 'chat.postMessage';
    const most = posts ? postsPerSecond : perMinute[method];
    if (most === undefined) return undefined;
    const windowMs = posts ? 1_000 : 60_000;
    const name = posts ? `${method} ${String(args.channel)}` : method;
    const recent = (this.#taken.get(name) ?? []).filter((at) => at > now - windowMs);
    this.#taken.set(name, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= most) return Math.max(1, Math.ceil((oldest + windowMs - now) / 1_000));
    recent.push(now);
    return undefined;
  }

  clear(): void {
    this.#taken.clear();
  }
}
