import { randomUUID } from 'node:crypto';
import { type ApiLimits, bearer, createFindToken, type FindToken, GUESS_RETRY_MS, tokenWords } from '../api/call.js';
import { StoreUnavailable } from '../checklist/errors.js';
import type { AccessTokenStore } from '../workspaces/access-tokens.js';
import type { DrawCard } from './server.js';
import type { McpCaller, McpServices } from './tool.js';

/** A request to `/mcp`, without the server that received it. */
export interface McpRequest {
  readonly method: string;
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined;
  /** Reads the body. Not called before the request may be from somebody who is known. `cut`: the caller disconnected. */
  readonly body: () => Promise<Buffer | 'too-large' | 'too-much-at-once' | 'cut'>;
}

export interface McpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface McpHttpServices {
  readonly mcp: McpServices;
  readonly tokens: Pick<AccessTokenStore, 'use'>;
  readonly limits: ApiLimits;
  /** Slack's requests. Absent where the app has no signing secret, as in Socket Mode. */
  readonly slack?: SlackIdentity;
}

export interface SlackIdentity {
  /** Whether the headers could belong to a request that Slack signed just now. */
  readonly mayBeSigned: (header: McpRequest['header']) => boolean;
  readonly isSigned: (header: McpRequest['header'], body: Buffer) => boolean;
  /** The installation that a person of a workspace belongs to; undefined if the app is not installed there. */
  readonly installationOf: (where: { team: string; enterprise?: string }) => Promise<string | undefined>;
  /** A request of a person. @returns how many milliseconds to wait if it is too much */
  readonly take: (installation: string, person: string) => number | undefined;
  readonly draw: DrawCard;
}

/** Questions are at most 4,000 characters, and the values of a run as long as a call of the API. */
export const MAX_BODY = 64 * 1024;

/**
 * Answers requests to `/mcp`: Streamable HTTP without sessions in memory and without streams, so that any process answers any request. A session's
 * id only says whether the client shows Slack's blocks, which it tells once, in `initialize`. The SDK is loaded with the first request.
 */
export function createMcpHttp(services: McpHttpServices): (request: McpRequest) => Promise<McpResponse> {
  const findToken: FindToken = createFindToken(services);
  return async (request) => {
    const { header, method } = request;
    if (!isTrustedOrigin(header)) return refuse(403, 'Requests of web pages are not answered here.');
    if (method !== 'POST') {
      if (method === 'GET' || method === 'DELETE' || method === 'HEAD')
        return refuse(405, 'This server has no streams and no sessions to end. Use POST.', { allow: 'POST' });
      return refuse(405, 'Use POST.', { allow: 'POST' });
    }
    try {
      return await post(services, findToken, request);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      services.mcp.logger.warn('A request to /mcp could not be answered: the database cannot be used', { error });
      return refuse(503, 'The database cannot be used at the moment. Try again soon.', { 'retry-after': '5' });
    }
  };
}

/**
 * A web page may only call from this machine to this machine. A page elsewhere could otherwise reach a server at home through a name that leads to
 * it (DNS rebinding). Editors and Slack send no Origin.
 */
function isTrustedOrigin(header: McpRequest['header']): boolean {
  const origin = header('origin');
  if (origin === undefined) return true;
  return isLocal(origin.replace(/^https?:\/\//i, '')) && isLocal(header('host') ?? '');
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);
}

async function post(services: McpHttpServices, findToken: FindToken, request: McpRequest): Promise<McpResponse> {
  const { header } = request;
  const { slack } = services;
  const secret = bearer(header);
  if (secret !== undefined) {
    const token = await findToken(secret);
    if (token === 'too-many-guesses')
      return tooMany('Too many requests with unknown tokens are coming in. Try again later.', GUESS_RETRY_MS);
    if (token === undefined) return unauthorized(tokenWords(header));
    const message = await readMessage(request);
    if ('status' in message) return message;
    const wait = services.limits.take(token, isChange(message));
    if (wait !== undefined) return tooMany('This token has sent too many requests. Wait before the next one.', wait);
    return answer(services, request, message, { kind: 'token', token });
  }
  if (slack?.mayBeSigned(header)) {
    const message = await readMessage(request, (bytes) =>
      slack.isSigned(header, bytes) ? undefined : unknownWords(services, header),
    );
    if ('status' in message) return message;
    const caller = await slackCaller(slack, message);
    const { installation, person } = caller;
    // Without a person it is Slack itself, which looks for tools.
    const wait = installation === undefined || person === undefined ? undefined : slack.take(installation, person);
    if (wait !== undefined) return tooMany('This person has sent too many requests. Wait before the next one.', wait);
    return answer(services, request, message, caller);
  }
  return unauthorized(unknownWords(services, header));
}

/** What is missing in a request of somebody unknown. */
function unknownWords({ slack }: McpHttpServices, header: McpRequest['header']): string {
  if (header('x-slack-signature') === undefined || header('authorization') !== undefined) return tokenWords(header);
  return slack === undefined
    ? 'Without SLACK_SIGNING_SECRET, as in Socket Mode, requests that Slack signs cannot be checked. Send a token.'
    : 'Slack’s signature does not match SLACK_SIGNING_SECRET, or is more than five minutes old.';
}

interface Message {
  readonly value: Readonly<Record<string, unknown>>;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** @param refusalOf checks the raw body before it is parsed, and says what is wrong with it */
async function readMessage(
  { body }: McpRequest,
  refusalOf: (bytes: Buffer) => string | undefined = () => undefined,
): Promise<Message | McpResponse> {
  const bytes = await body();
  if (bytes === 'too-large') return refuse(413, `A body has at most ${MAX_BODY} bytes.`);
  if (bytes === 'cut') return refuse(400, 'The body did not arrive whole.');
  if (bytes === 'too-much-at-once') return refuse(503, 'Too much data is being received at once. Try again soon.');
  const refusal = refusalOf(bytes);
  if (refusal !== undefined) return unauthorized(refusal);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse(400, 'The body must be JSON in UTF-8.', {}, PARSE_ERROR);
  }
  // MCP has no batches since 2025-06-18, and each request is counted and has one caller.
  if (!isObject(value)) return refuse(400, 'The body must be one JSON-RPC message.', {}, INVALID_REQUEST);
  return {
    value,
    method: typeof value.method === 'string' ? value.method : '',
    params: isObject(value.params) ? value.params : {},
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const CHANGES: ReadonlySet<unknown> = new Set(['start_run', 'settle_item']);

function isChange({ method, params }: Message): boolean {
  return method === 'tools/call' && CHANGES.has(params.name);
}

/** Who asks, as Slack says in each message. */
async function slackCaller(slack: SlackIdentity, { params }: Message): Promise<McpCaller & { kind: 'slack' }> {
  const meta = isObject(params._meta) && isObject(params._meta.slack) ? params._meta.slack : {};
  const { user_id: person, team_id: team, enterprise_id: enterprise } = meta;
  if (!isId(team)) return { kind: 'slack' };
  const installation = await slack.installationOf({ team, ...(isId(enterprise) && { enterprise }) });
  if (installation === undefined) return { kind: 'slack' };
  return { kind: 'slack', installation, ...(isId(person) && { person }) };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z0-9]{1,40}$/.test(value);
}

const SESSION = 'mcp-session-id';
const WITH_CARDS = 'cards-';

async function answer(
  { mcp, slack }: McpHttpServices,
  request: McpRequest,
  message: Message,
  caller: McpCaller,
): Promise<McpResponse> {
  const [{ createMcpServer, BLOCK_KIT }, { WebStandardStreamableHTTPServerTransport: Transport }] = await Promise.all([
    import('./server.js'),
    import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
  ]);
  const isFirst = message.method === 'initialize';
  const session = request.header(SESSION);
  // Only Slack shows blocks. If it sends no session's id, it is Slack all the same.
  const showsCards = caller.kind === 'slack' && (session === undefined || session.startsWith(WITH_CARDS));
  const newSession = (): string => `${announces(message, BLOCK_KIT) ? WITH_CARDS : 'text-'}${randomUUID()}`;
  const server = createMcpServer({ services: mcp, caller, ...(showsCards && slack && { draw: slack.draw }) });
  const transport = new Transport({
    ...(isFirst && { sessionIdGenerator: newSession }),
    enableJsonResponse: true,
  });
  try {
    await server.connect(transport);
    const headers = ['accept', 'content-type', 'mcp-protocol-version'].flatMap((name): [string, string][] => {
      const value = request.header(name);
      return value === undefined ? [] : [[name, value]];
    });
    const response = await transport.handleRequest(new Request('http://localhost/mcp', { method: 'POST', headers }), {
      parsedBody: message.value,
    });
    const body = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), ...(body && { body }) };
  } finally {
    await server.close();
  }
}

function announces({ params }: Message, extension: string): boolean {
  const { capabilities } = params;
  return (
    isObject(capabilities) && isObject(capabilities.extensions) && Object.hasOwn(capabilities.extensions, extension)
  );
}

const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
/** For what JSON-RPC has no number for, as the SDK does. */
const REFUSED = -32_000;

/** An error that is about no request that could be read. */
function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  code: number = REFUSED,
): McpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }),
  };
}

function unauthorized(message: string): McpResponse {
  return refuse(401, message, { 'www-authenticate': 'Bearer realm="guidepost"' });
}

/** @param ms how long to wait */
function tooMany(message: string, ms: number): McpResponse {
  return refuse(429, message, { 'retry-after': String(Math.max(1, Math.ceil(ms / 1_000))) });
}
