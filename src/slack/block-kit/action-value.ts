import type { Trail } from '../../answer/answer.js';
import {
  type Check,
  isCount,
  isFlag,
  isOneOf,
  isText,
  isTexts,
  optional,
  readChecked,
  writeChecked,
} from './checked-json.js';
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
  /** Chosen in the search dialog; `section`: the print of its anchor, which a value has room for. */
  | { readonly do: 'find'; readonly slug: string; readonly section?: string }
  | { readonly do: 'open-search' }
  | { readonly do: 'open-dialog'; readonly slug: string }
  | { readonly do: 'turn-dialog'; readonly slug: string; readonly part: number }
  | { readonly do: 'share'; readonly slug: string; readonly trail: Trail }
  | { readonly do: 'list'; readonly what: 'topics' | 'checklists'; readonly part: number }
  | {
      readonly do: 'preview';
      readonly slug: string;
      readonly part: number;
      readonly anew?: true;
      readonly name?: string;
    }
  | { readonly do: 'post'; readonly slug: string; readonly run: string; readonly name?: string }
  | { readonly do: 'post-options'; readonly slug: string; readonly name?: string }
  | { readonly do: 'set-item'; readonly run: string; readonly item: string; readonly done: boolean }
  | { readonly do: 'show-window'; readonly run: string; readonly window: number }
  /** Dialogs about a run: `part` is the part of a long one; `home`: opened from Home, which lists it. */
  | { readonly do: 'manage'; readonly run: string; readonly part: number; readonly home?: true }
  | Each<'history' | 'copy', { readonly run: string; readonly part: number }>
  | { readonly do: 'edit-item'; readonly run: string; readonly item: string; readonly home?: true }
  /** `from`: the message that the presser saw the run under, so that repeats post once. */
  | { readonly do: 'bring-down'; readonly run: string; readonly from?: string }
  | { readonly do: 'archive'; readonly run: string };

/** An action for each of the names, with the same fields. */
type Each<N extends string, F> = N extends string ? { readonly do: N } & F : never;

export type ActionName = ButtonAction['do'];

/** A dozen buttons share a message's budget, so a trail takes no more than this. */
const TRAILED_VALUE = 300;

/** Writes a value. A trail that got too long forgets its question, then its oldest pages. */
export function encodeValue(action: ButtonAction): string {
  const value = writeChecked(action);
  if (!('trail' in action) || value.length <= TRAILED_VALUE) return value;
  const { slugs, question } = action.trail;
  if (question !== undefined) return encodeValue({ ...action, trail: { slugs } });
  return slugs.length > 0 ? encodeValue({ ...action, trail: { slugs: slugs.slice(1) } }) : value;
}

const isList = isOneOf('topics', 'checklists');
const isTrail: Check = (value) => {
  const trail = value as Partial<Trail> | null;
  return isTexts(trail?.slugs) && optional(isText)(trail?.question);
};
const dialog = { run: isText, part: isCount };

const fields: Readonly<Record<ActionName, Readonly<Record<string, Check>>>> = {
  ask: { question: isText },
  'open-page': { slug: isText, trail: isTrail, part: optional(isCount), anew: optional(isFlag) },
  find: { slug: isText, section: optional(isText) },
  'open-search': {},
  'open-dialog': { slug: isText },
  'turn-dialog': { slug: isText, part: isCount },
  share: { slug: isText, trail: isTrail },
  list: { what: isList, part: isCount },
  preview: { slug: isText, part: isCount, anew: optional(isFlag), name: optional(isText) },
  post: { slug: isText, run: isText, name: optional(isText) },
  'post-options': { slug: isText, name: optional(isText) },
  'set-item': { run: isText, item: isText, done: isFlag },
  'show-window': { run: isText, window: isCount },
  manage: { ...dialog, home: optional(isFlag) },
  history: dialog,
  copy: dialog,
  'edit-item': { run: isText, item: isText, home: optional(isFlag) },
  'bring-down': { run: isText, from: optional(isText) },
  archive: { run: isText },
};

/** Reads a value back; nothing where another release or another app wrote it. */
export function decodeValue(value: string | undefined): ButtonAction | undefined {
  return readChecked(value, 'do', fields, limits.buttonValue) as ButtonAction | undefined;
}
