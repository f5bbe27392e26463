import { randomUUID } from 'node:crypto';
import { ItemNotFound, RunNotFound, StoreUnavailable } from '../checklist/errors.js';
import type { AccessToken } from '../workspaces/access-tokens.js';
import {
  type ApiRequest,
  type ApiResponse,
  type ApiRoute,
  type ApiServices,
  bearer,
  type Call,
  createFindToken,
  GUESS_RETRY_MS,
  tokenCaller,
  tokenWords,
} from './call.js';
import { askGate, bypassGate, exportOneRun, listRuns, setItem, showRun } from './calls/runs.js';
import { startRun } from './calls/start-run.js';
import { openApi } from './openapi.js';
import { problem, tooMany, unavailable, unknownRun } from './problem.js';
import { short } from './read-fields.js';

/** Every call of the API, below `/api/v1`. `openapi.ts` describes the same; a test compares the two. */
export const routes: readonly ApiRoute[] = [
  { method: 'GET', path: '/runs', query: ['page', 'name', 'channel', 'checklist', 'state', 'limit'], handle: listRuns },
  { method: 'POST', path: '/runs', may: 'start', handle: startRun },
  { method: 'GET', path: '/runs/{run}', handle: showRun },
  { method: 'POST', path: '/runs/{run}/items/{item}', may: 'tick', handle: setItem },
  { method: 'GET', path: '/runs/{run}/export', query: ['format'], handle: exportOneRun },
  { method: 'GET', path: '/runs/{run}/gate', may: 'gate', query: ['phase'], handle: askGate },
  { method: 'POST', path: '/runs/{run}/bypass', may: 'bypass', handle: bypassGate },
];

export interface MatchedRoute {
  readonly route: ApiRoute;
  /** The parts of the path in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** The routes of a path, one for each method; none if there is no such path, or a part of it cannot be decoded. */
export function routesOf(path: string): MatchedRoute[] {
  const parts = path.split('/');
  return routes.flatMap((route) => {
    const params = match(route.path.split('/'), parts);
    return params === undefined ? [] : [{ route, params }];
  });
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(wanted)?.[1];
    if (name === undefined) {
      if (part !== wanted) return undefined;
      continue;
    }
    const value = decode(part);
    if (value === undefined || value === '') return undefined;
    params[name] = value;
  }
  return params;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** `off`: no token was ever made, and nothing tells a caller that there is an API. */
export type Api = (request: ApiRequest) => Promise<ApiResponse | 'off'>;

/**
 * The HTTP API below `/api/v1`. The token is checked before the body is read, so that nobody else makes the app hold or parse anything.
 * @param version of the program, for the OpenAPI document
 */
export function createApi(services: ApiServices, version: string): Api {
  const findToken = createFindToken(services);
  const power = createSwitch(services);
  return async (request) => {
    try {
      const secret = bearer(request.header);
      const token = secret === undefined ? undefined : await findToken(secret);
      if (token === undefined || token === 'too-many-guesses') {
        if (!(await power.isOn())) return 'off';
        if (token === 'too-many-guesses')
          return tooMany('Too many requests with unknown tokens are coming in. Try again later.', GUESS_RETRY_MS);
        return isDocument(request) ? document(version) : refuseToken(request);
      }
      power.turnOn();
      return isDocument(request) ? document(version) : await answer(services, token, request);
    } catch (error) {
      return explain(services, request, error);
    }
  };
}

function refuseToken({ header }: ApiRequest): ApiResponse {
  return problem(401, tokenWords(header), { headers: { 'www-authenticate': 'Bearer realm="guidepost"' } });
}

const DOCUMENT = '/openapi.json';

function isDocument({ method, path }: ApiRequest): boolean {
  return path === DOCUMENT && (method === 'GET' || method === 'HEAD');
}

function document(version: string): ApiResponse {
  return { status: 200, body: openApi(version) };
}

const ASK_AGAIN_MS = 1_000;

/** The API is on once a token was made. The database is asked at most once a second until then, because anybody may call. */
function createSwitch({ tokens }: ApiServices) {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  let isOn = false;
  return {
    turnOn: () => {
      isOn = true;
    },
    isOn: async (): Promise<boolean> => {
      if (isOn) return true;
      const now = performance.now();
      // While the database is away, nothing tells that there is an API.
      if (asked === undefined || now - asked.at >= ASK_AGAIN_MS)
        asked = { at: now, answer: tokens.hasAny().catch(() => false) };
      if (await asked.answer) isOn = true;
      return isOn;
    },
  };
}

/** Answers a request of a token. */
async function answer(services: ApiServices, token: AccessToken, request: ApiRequest): Promise<ApiResponse> {
  const matched = chooseRoute(request);
  if ('status' in matched) return matched;
  const { params, route } = matched;
  const isChange = route.method === 'POST';
  const waitMs = services.limits.take(token, isChange);
  if (waitMs !== undefined) return tooMany('This token has sent too many requests. Wait before the next one.', waitMs);
  if (route.may !== undefined && !token.may.includes(route.may)) {
    const may = token.may.join(', ');
    return problem(403, `This token may not ${route.may}. It may ${may}. guidepost token create makes another one.`);
  }
  const unfit = checkQuery(request.query, route.query);
  if (unfit !== undefined) return unfit;
  const installation = await services.installationOf(token);
  if (installation === undefined)
    return unavailable('Slack has not confirmed yet which workspace the app is in. Try again soon.');
  const idempotencyKey = request.header('idempotency-key');
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    return problem(400, 'Idempotency-Key must have 1 to 255 visible ASCII characters.');
  const read = isChange ? await readBody(request) : { body: {} };
  if ('status' in read) return read;
  const call: Call = {
    caller: tokenCaller(token),
    installation,
    params,
    query: request.query,
    body: read.body,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  const name = `api ${route.method} ${route.path}`;
  const answered = await services.tracer.span(name, { 'guidepost.workspace': installation }, () =>
    route.handle(services, call),
  );
  // A gate that waits asks every few seconds, so this is not for every log.
  services.logger.debug('Answered a call of the API', {
    call: name,
    status: answered.status,
    workspace: installation,
    tokenId: token.id,
  });
  return answered;
}

/** A parameter that there is not, or that is there twice, is refused, so that nobody gets an answer to another question. */
function checkQuery(query: URLSearchParams, names: readonly string[] = []): ApiResponse | undefined {
  for (const name of query.keys()) {
    if (!names.includes(name)) {
      const known = names.length === 0 ? 'This call has none.' : `This call has ${names.join(', ')}.`;
      return problem(422, `There is no parameter “${short(name)}”. ${known}`);
    }
    if (query.getAll(name).length > 1) return problem(422, `Send “${name}” once.`);
  }
  return undefined;
}

function chooseRoute({ method, path }: ApiRequest): MatchedRoute | ApiResponse {
  const found = routesOf(path);
  if (path === DOCUMENT) return useMethod('GET');
  if (found.length === 0)
    return problem(404, `There is no ${short(path || '/')} in this API. See /api/v1/openapi.json.`);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const matched = found.find(({ route }) => route.method === wanted);
  if (matched) return matched;
  return useMethod(found.map(({ route }) => route.method).join(', '));
}

function useMethod(allow: string): ApiResponse {
  return problem(405, `Use ${allow} here.`, { headers: { allow } });
}

/** Bodies of the API are small: the largest has values and roles. */
export const MAX_BODY = 64 * 1024;

async function readBody(request: ApiRequest): Promise<Pick<Call, 'body'> | ApiResponse> {
  if (!/^application\/json *(;|$)/i.test(request.header('content-type') ?? ''))
    return problem(415, 'Send JSON with “Content-Type: application/json”.');
  const bytes = await request.body();
  if (bytes === 'too-large') return problem(413, `A body has at most ${MAX_BODY} bytes.`);
  if (bytes === 'cut') return problem(400, 'The body did not arrive whole.');
  if (bytes === 'too-much-at-once') return unavailable('Too much data is being received at once. Try again soon.');
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { body: value as Record<string, unknown> };
  } catch {
    // The same answer as for JSON of another kind.
  }
  return problem(400, 'The body must be a JSON object in UTF-8.');
}

function explain({ logger }: ApiServices, { method, path }: ApiRequest, error: unknown): ApiResponse {
  if (error instanceof RunNotFound || error instanceof ItemNotFound) return unknownRun();
  if (error instanceof StoreUnavailable) {
    logger.warn('A request to the API could not be answered: the database cannot be used', { error });
    return unavailable('The database cannot be used at the moment, so nothing is known. Try again soon.');
  }
  const reference = randomUUID().slice(0, 8).toUpperCase();
  logger.error('A request to the API failed', { reference, method, path, error });
  return problem(500, `Something went wrong. The log has the cause under ${reference}.`);
}
