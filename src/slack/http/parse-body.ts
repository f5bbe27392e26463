import { parse } from 'node:querystring';

export type Payload = Record<string, unknown>;

/**
 * What Slack sends: a form for commands, a form with JSON in `payload` for interactions, JSON for events.
 * Nothing where it is none of these. A form has no prototype: make it a plain object for a library, which may call its methods.
 */
export function parseBody(contentType: string | undefined, body: Buffer): Payload | undefined {
  const text = body.toString();
  if (!contentType?.startsWith('application/x-www-form-urlencoded')) return parseObject(text);
  const form: Payload = parse(text);
  return typeof form.payload === 'string' ? parseObject(form.payload) : form;
}

function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
