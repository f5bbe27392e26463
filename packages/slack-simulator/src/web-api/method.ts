import type { Json, JsonObject } from '../workspace/state.js';
import type { WorkspaceStore } from '../workspace/store.js';

/** The type of an argument, from a form or from JSON. */
export type ArgumentKind = 'string' | 'boolean' | 'number' | 'json';

export interface ApiMethod {
  /** `app` for the app-level token; `optional` if it also works without one. Default: the bot token. */
  token?: 'app' | 'optional';
  /** The scope the bot token needs, if it does not depend on the arguments. */
  scope?: string;
  required: Record<string, ArgumentKind>;
  optional: Record<string, ArgumentKind>;
  /** Only `api.test` accepts any arguments. */
  anyArguments?: boolean;
  /** @returns the reply without `ok`. @throws ApiError */
  run(args: JsonObject, store: WorkspaceStore): JsonObject;
}

/** A Slack error code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** An error with details: in `errors`, and in `response_metadata.messages` with `[ERROR]` before each. */
export function refusal(code: string, messages: string[]): ApiError {
  return new ApiError(code, {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

export function requireScope(store: WorkspaceStore, needed: string): void {
  const { scopes } = store.state.app;
  if (!scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
}

/** Returns the result or the ApiError thrown. Other errors are rethrown. */
export function attempt<T>(run: () => T): T | ApiError {
  try {
    return run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function isJson(contentType: string): boolean {
  return contentType.includes('application/json');
}

/** The body as sent: a JSON object, or a form's fields as text. @throws ApiError `invalid_json` */
export function readBody(contentType: string, body: string): JsonObject {
  if (!isJson(contentType)) return Object.fromEntries(new URLSearchParams(body));
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // Falls through to the same error.
  }
  throw refusal('invalid_json', ['the body is not a JSON object']);
}

/** Reads the method's arguments by their type. Unlike Slack, unknown arguments are refused. */
export function readArguments(method: ApiMethod, sent: JsonObject): JsonObject {
  // Bolt's client adds team_id to every call for organisation-wide installs.
  const { token: _token, team_id: _team, ...given } = sent;
  if (method.anyArguments) return given;
  const messages: string[] = [];
  const args: JsonObject = {};
  for (const name of Object.keys(method.required)) {
    if (given[name] === undefined || given[name] === null || given[name] === '')
      messages.push(`missing required field: ${name}`);
  }
  for (const [name, value] of Object.entries(given)) {
    const kind = method.required[name] ?? method.optional[name];
    if (kind === undefined) messages.push(`no such argument: ${name}`);
    else {
      const read = readers[kind](value);
      if (read === undefined) messages.push(`${name} must be ${names[kind]}`);
      else args[name] = read;
    }
  }
  if (messages.length === 0) return args;
  const blocksAlone = messages.every((message) => message.startsWith('blocks must be'));
  throw refusal(blocksAlone ? 'invalid_blocks_format' : 'invalid_arguments', messages);
}

const names: Record<ArgumentKind, string> = {
  string: 'a string',
  boolean: 'a boolean',
  number: 'a number',
  json: 'JSON: an object or an array',
};

const readers: Record<ArgumentKind, (value: Json) => Json | undefined> = {
  string: (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined),
  boolean: (value) => {
    if (value === true || value === 'true' || value === '1') return true;
    return value === false || value === 'false' || value === '0' || value === '' ? false : undefined;
  },
  number: (value) => (value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined),
  json: (value) => {
    if (typeof value === 'object' && value !== null) return value;
    try {
      const parsed: unknown = JSON.parse(String(value));
      return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : undefined;
    } catch {
      return undefined;
    }
  },
};

/** The arguments of methods with pagination. */
export const paging = { cursor: 'string', limit: 'number' } as const satisfies Record<string, ArgumentKind>;

/** One page of a list, and the cursor to the next. @throws ApiError `invalid_cursor` */
export function pageOf<T>(all: readonly T[], args: JsonObject): { page: T[]; next: string } {
  const from = args.cursor === undefined || args.cursor === '' ? 0 : Number(args.cursor);
  if (!Number.isInteger(from) || from < 0) throw new ApiError('invalid_cursor');
  const limit = Math.min(Math.max(Number(args.limit ?? 100), 1), 1000);
  return { page: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : '' };
}
