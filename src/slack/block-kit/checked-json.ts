/** Whether one field of a value that comes back from Slack is what we wrote. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
export function isOneOf(...texts: readonly string[]): Check {
  return (value) => typeof value === 'string' && texts.includes(value);
}
export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

/** Raised whenever a value written by an older release could be misread. */
const VERSION = 1;

/** Every kind of value that may come back, each with the checks of its fields. */
export type Kinds = Readonly<Record<string, Readonly<Record<string, Check>>>>;

/**
 * Writes a small value for Slack to carry. What was typed may hold `<!channel>`: the value is never read as text, and
 * this way it does not look like one either.
 */
export function writeChecked(value: object): string {
  const json = `{"v":${VERSION},${JSON.stringify(value).slice(1)}`;
  return json.includes('<') ? json.replaceAll('<', '\\u003c') : json;
}

/** Reads it back; nothing where another release or another app wrote it. @param tag the field that names the kind */
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
