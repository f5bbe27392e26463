import { createHash } from 'node:crypto';

/** Whether one field of a value that Slack sends back has the shape that we wrote. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
export const isTextRecord: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
export function isOneOf(...texts: readonly string[]): Check {
  return (value) => typeof value === 'string' && texts.includes(value);
}
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

/** Raise it when a value of an older release could be misread. */
const VERSION = 1;

export type Checks = Readonly<Record<string, Check>>;
/** Every kind of value, each with the checks of its fields. */
export type Kinds = Readonly<Record<string, Checks>>;

/**
 * Writes a small value for Slack to carry: its kind, and those of its fields that are checked when it is read. `<` is escaped,
 * as a question may contain `<!channel>`, which must not look like a mention even here.
 */
export function writeChecked(tag: string, kind: string, value: object, checks: Checks): string {
  // Field by field: a card writes a dozen values, and copying each object first would be slower.
  let json = `{"v":${VERSION},"${tag}":"${kind}"`;
  for (const field in checks) {
    const fieldJson = toJson(value[field as keyof typeof value]);
    if (fieldJson !== undefined) json += `,"${field}":${fieldJson}`;
  }
  json += '}';
  return json.includes('<') ? json.replaceAll('<', '\\u003c') : json;
}

const PLAIN = /^[\w/:.-]*$/;
const written = new WeakMap<object, string>();

/** The buttons of a card carry the same trail, so its JSON is cached. */
function toJson(value: unknown): string | undefined {
  // A slug or an id: JSON.stringify would take longer than everything else here.
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let json = written.get(value);
  if (json === undefined) {
    json = JSON.stringify(value);
    written.set(value, json);
  }
  return json;
}

/**
 * Reads a value back; undefined where another release or another app wrote it.
 * @param tag the field that names the kind
 */
export function readChecked(
  text: string | undefined,
  tag: string,
  kinds: Kinds,
  max: number,
): Record<string, unknown> | undefined {
  if (text === undefined || text.length > max) return undefined;
  try {
    const value: Record<string, unknown> = JSON.parse(text) ?? {};
    const kind = value[tag];
    const checks = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (value.v !== VERSION || checks === undefined) return undefined;
    return Object.entries(checks).every(([field, check]) => check(value[field])) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Identifies a text in 12 characters, to find out later whether it changed. A dialog has no room for the text itself. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 12);
}
