import type { Json, JsonObject } from '../workspace/state.js';
import { type ApiMethod, type ArgumentKind, refusal } from './api-method.js';

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
    // Falls through: it is the same mistake.
  }
  throw refusal('invalid_json', ['the body is no JSON object']);
}

/** The method's arguments, each in its kind. Unlike Slack, an argument that the method does not have is refused. */
export function readArguments(method: ApiMethod, sent: JsonObject): JsonObject {
  // Bolt's client adds team_id to every call, for organisation-wide installs.
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
