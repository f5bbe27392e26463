import type { Trail } from '../answer/answer.js';
import { limits } from './limits.js';

/** What a press asks for. It travels in the button's value, so no press needs anything that the app keeps in memory. */
export type ButtonAction =
  | { readonly do: 'ask'; readonly question: string }
  | {
      readonly do: 'open-page';
      readonly slug: string;
      readonly trail: Trail;
      readonly part?: number;
      readonly anew?: true;
    }
  | { readonly do: 'open-dialog'; readonly slug: string }
  | { readonly do: 'turn-dialog'; readonly slug: string; readonly part: number }
  | { readonly do: 'share'; readonly slug: string; readonly trail: Trail }
  | { readonly do: 'list'; readonly what: 'topics' | 'checklists'; readonly part: number }
  | { readonly do: 'preview'; readonly slug: string; readonly part: number; readonly anew?: true }
  | { readonly do: 'post'; readonly slug: string; readonly run: string }
  | { readonly do: 'set-item'; readonly run: string; readonly item: string; readonly done: boolean }
  | { readonly do: 'show-window'; readonly run: string; readonly window: number };

export type ActionName = ButtonAction['do'];

/** Raised whenever a value written by an older release could be misread. */
const VERSION = 1;

/** A dozen buttons share a message's budget, so a trail takes no more than this. */
const TRAILED_VALUE = 300;

/** Writes a value. A trail that got too long forgets its question, then its oldest pages. */
export const encodeValue = (action: ButtonAction): string => {
  // What was typed may hold `<!channel>`: a value is never read as text, and now it does not look like one either.
  const json = JSON.stringify({ v: VERSION, ...action });
  const value = json.includes('<') ? json.replaceAll('<', '\\u003c') : json;
  if (!('trail' in action) || value.length <= TRAILED_VALUE) return value;
  const { slugs, question } = action.trail;
  if (question !== undefined) return encodeValue({ ...action, trail: { slugs } });
  return slugs.length > 0 ? encodeValue({ ...action, trail: { slugs: slugs.slice(1) } }) : value;
};

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const isList: Check = (value) => value === 'topics' || value === 'checklists';
const isTrail: Check = (value) => {
  const trail = value as Partial<Trail> | null;
  return Array.isArray(trail?.slugs) && trail.slugs.every(isText) && optional(isText)(trail.question);
};
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const fields: Readonly<Record<ActionName, Readonly<Record<string, Check>>>> = {
  ask: { question: isText },
  'open-page': { slug: isText, trail: isTrail, part: optional(isCount), anew: optional(isFlag) },
  'open-dialog': { slug: isText },
  'turn-dialog': { slug: isText, part: isCount },
  share: { slug: isText, trail: isTrail },
  list: { what: isList, part: isCount },
  preview: { slug: isText, part: isCount, anew: optional(isFlag) },
  post: { slug: isText, run: isText },
  'set-item': { run: isText, item: isText, done: isFlag },
  'show-window': { run: isText, window: isCount },
};

/** Reads a value back; nothing where another release or another app wrote it. */
export const decodeValue = (value: string | undefined): ButtonAction | undefined => {
  if (value === undefined || value.length > limits.buttonValue) return undefined;
  try {
    const action: Record<string, unknown> = JSON.parse(value) ?? {};
    const checks = Object.hasOwn(fields, String(action.do)) ? fields[action.do as ActionName] : undefined;
    if (action.v !== VERSION || checks === undefined) return undefined;
    return Object.entries(checks).every(([field, check]) => check(action[field]))
      ? (action as unknown as ButtonAction)
      : undefined;
  } catch {
    return undefined;
  }
};
