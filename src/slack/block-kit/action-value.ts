import type { BlockAction } from '@slack/bolt';
import type { Trail } from '../../answer/answer.js';
import {
  type Check,
  isCount,
  isFlag,
  isOneOf,
  isText,
  isTextRecord,
  isTexts,
  optional,
  readChecked,
  writeChecked,
} from './checked-json.js';
import { limits } from './limits.js';

/**
 * What a press asks for. `do` is the `action_id` of its button, so a search for it finds the button and its handler. Everything
 * else travels in the button's value: a press needs nothing that the app keeps in memory.
 */
export type ButtonAction =
  | { readonly do: 'question:ask'; readonly question: string; readonly anew?: true }
  /** If `anew` is set, reply below the pressed message, which everyone sees, instead of replacing it. */
  | {
      readonly do: 'page:open';
      readonly slug: string;
      readonly trail: Trail;
      readonly part?: number;
      readonly anew?: true;
    }
  /** `section` is the short hash of an anchor. `back`: to the page that was read before, in the same dialog. */
  | {
      readonly do: 'page:read';
      readonly slug: string;
      readonly section?: string;
      readonly back?: true;
      readonly anew?: true;
    }
  /** `part` counts from the section, if there is one, otherwise from the beginning. */
  | { readonly do: 'page:turn'; readonly slug: string; readonly part: number; readonly section?: string }
  /** `question`, `section` (an anchor): what the card shows a passage for. `trail`: instead of them, in cards of earlier releases. */
  | {
      readonly do: 'page:share';
      readonly slug: string;
      readonly question?: string;
      readonly section?: string;
      readonly trail?: Trail;
    }
  /** Deletes a shared card. `by` is the person who shared it. */
  | { readonly do: 'share:remove'; readonly channel: string; readonly message: string; readonly by: string }
  /** Deletes the answer to a mention that has this button. `by` is the person who asked. */
  | { readonly do: 'answer:remove'; readonly by: string }
  /** An owner says that a page is still right, or is asked again in a month. */
  | ({ readonly do: 'page:keep' } & AskedPage)
  | ({ readonly do: 'page:snooze' } & AskedPage)
  /** Whether a card helped. The trail leads to the same card again. */
  | { readonly do: 'answer:judge'; readonly slug: string; readonly trail: Trail; readonly helpful: boolean }
  /** Says what was missing on a page, or asks what no page answers. */
  | { readonly do: 'owner:ask'; readonly slug?: string; readonly question?: string }
  /** Answers a question that was put to the owner of a page. */
  | { readonly do: 'owner:answer'; readonly id: string }
  /** What people asked in so many days, for authors. */
  | { readonly do: 'report:show'; readonly days: number; readonly anew?: true }
  | { readonly do: 'report:csv'; readonly days: number }
  | { readonly do: 'report:add'; readonly days: number }
  /** Deletes what is remembered of the presser. */
  | { readonly do: 'person:forget' }
  | { readonly do: 'search:open' }
  | { readonly do: 'settings:open' }
  /** A line chosen in the search dialog. `section` is the short hash of an anchor: a value has no room for the anchor. */
  | { readonly do: 'search:choose'; readonly slug: string; readonly section?: string }
  /**
   * Of checklists: `text`, `archived` and `from` as in `RunsWanted`; `earlier`: where the parts before begin, oldest first. Of topics:
   * `group`: the place of the group that a menu leads to, so that its lines differ.
   */
  | {
      readonly do: 'list:open';
      readonly what: 'topics' | 'checklists';
      readonly part: number;
      readonly group?: number;
      readonly text?: string;
      readonly archived?: true;
      readonly from?: string;
      readonly earlier?: readonly string[];
    }
  | ({ readonly do: 'checklist:preview'; readonly part: number; readonly anew?: true } & PlannedRun)
  | ({ readonly do: 'checklist:post'; readonly run: string } & PlannedRun)
  | ({ readonly do: 'checklist:options' } & PlannedRun)
  /** `home`: pressed outside the channel, on Home or in a direct message. */
  | {
      readonly do: 'item:set';
      readonly run: string;
      readonly item: string;
      readonly done: boolean;
      readonly home?: true;
    }
  /** `withdraw`: takes the own approval back. */
  | {
      readonly do: 'item:approve';
      readonly run: string;
      readonly item: string;
      readonly withdraw?: true;
      readonly home?: true;
    }
  /** `part`: pressed in that part of the dialog with all items. */
  | {
      readonly do: 'item:evidence';
      readonly run: string;
      readonly item: string;
      readonly part?: number;
      readonly home?: true;
    }
  /** `home`: pressed on Home, which shows the run too. */
  | { readonly do: 'item:edit'; readonly run: string; readonly item: string; readonly home?: true }
  | { readonly do: 'run:all'; readonly run: string; readonly part: number; readonly home?: true }
  /** In messages of earlier releases. */
  | { readonly do: 'run:window'; readonly run: string; readonly window: number }
  | { readonly do: 'run:manage'; readonly run: string; readonly part: number; readonly home?: true }
  | { readonly do: 'run:history'; readonly run: string; readonly part: number }
  /** Markdown, unless it says otherwise. */
  | { readonly do: 'run:copy'; readonly run: string; readonly part: number; readonly format?: 'json' | 'csv' }
  /** `from`: the message that the run had when the button was shown, so that repeated presses post it once. */
  | { readonly do: 'run:repost'; readonly run: string; readonly from?: string }
  | { readonly do: 'run:archive'; readonly run: string }
  | {
      readonly do: 'run:unarchive' | 'run:add' | 'run:roles' | 'run:bypass';
      readonly run: string;
      readonly home?: true;
    }
  /** Closes the gate again. `given`: when it was opened, in milliseconds, so that a repeat does not close what was opened since. */
  | { readonly do: 'run:unbypass'; readonly run: string; readonly given: number; readonly home?: true }
  /** The presser takes a role. */
  | { readonly do: 'run:take'; readonly run: string; readonly role: string };

/** A checklist of the guide, and what is known of the run before it is posted. */
export interface PlannedRun {
  readonly slug: string;
  /** One of the page's checklists; absent for the first. */
  readonly list?: string;
  readonly name?: string;
  /** Of variables, by name. */
  readonly values?: Readonly<Record<string, string>>;
  /** Where the preview was asked for, if that was in a thread. */
  readonly thread?: string;
}

/** A page whose owner is asked about it. Title and file are shortened: they are shown in the answer. */
export interface AskedPage {
  readonly slug: string;
  readonly title: string;
  readonly file: string;
}

export type ActionName = ButtonAction['do'];

/** The `action_id` of both search fields: Home's, where Enter asks, and the search dialog's, which suggests. */
export const SEARCH_FIELD = 'search';
/** The `action_id` of buttons that open an address. Slack sends their presses too. */
export const LINK = 'link:open';
/** The `action_id` of menus and of selects that act when something is chosen: what to do is in the option's value. */
export const MENU = 'menu:choose';

const isTrail: Check = (value) => {
  const trail = value as Partial<Trail> | null;
  return isTexts(trail?.slugs) && optional(isText)(trail?.question) && optional(isText)(trail?.section);
};
const runPart = { run: isText, part: isCount };
const plannedRun = {
  slug: isText,
  list: optional(isText),
  name: optional(isText),
  values: optional(isTextRecord),
  thread: optional(isText),
};

interface ValueFormat {
  /** What the value calls the action. Processes of the release before read it during an upgrade, so it must not change. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Check>>;
}

const formats: Readonly<Record<ActionName, ValueFormat>> = {
  'question:ask': { name: 'ask', fields: { question: isText, anew: optional(isFlag) } },
  'page:open': {
    name: 'open-page',
    fields: { slug: isText, trail: isTrail, part: optional(isCount), anew: optional(isFlag) },
  },
  'page:read': {
    name: 'open-dialog',
    fields: { slug: isText, section: optional(isText), back: optional(isFlag), anew: optional(isFlag) },
  },
  'page:turn': {
    name: 'turn-dialog',
    fields: { slug: isText, part: isCount, section: optional(isText) },
  },
  'page:share': {
    name: 'share',
    fields: { slug: isText, question: optional(isText), section: optional(isText), trail: optional(isTrail) },
  },
  'share:remove': { name: 'remove-shared', fields: { channel: isText, message: isText, by: isText } },
  'answer:remove': { name: 'remove-answer', fields: { by: isText } },
  'page:keep': { name: 'keep-page', fields: { slug: isText, title: isText, file: isText } },
  'page:snooze': { name: 'snooze-page', fields: { slug: isText, title: isText, file: isText } },
  'answer:judge': { name: 'judge', fields: { slug: isText, trail: isTrail, helpful: isFlag } },
  'owner:ask': { name: 'ask-owner', fields: { slug: optional(isText), question: optional(isText) } },
  'owner:answer': { name: 'answer-question', fields: { id: isText } },
  'report:show': { name: 'report', fields: { days: isCount, anew: optional(isFlag) } },
  'report:csv': { name: 'copy-report', fields: { days: isCount } },
  'report:add': { name: 'add-to-questions', fields: { days: isCount } },
  'person:forget': { name: 'forget-me', fields: {} },
  'search:open': { name: 'open-search', fields: {} },
  'settings:open': { name: 'open-settings', fields: {} },
  'search:choose': { name: 'find', fields: { slug: isText, section: optional(isText) } },
  'list:open': {
    name: 'list',
    fields: {
      what: isOneOf('topics', 'checklists'),
      part: isCount,
      group: optional(isCount),
      text: optional(isText),
      archived: optional(isFlag),
      from: optional(isText),
      earlier: optional(isTexts),
    },
  },
  'checklist:preview': { name: 'preview', fields: { ...plannedRun, part: isCount, anew: optional(isFlag) } },
  'checklist:post': { name: 'post', fields: { ...plannedRun, run: isText } },
  'checklist:options': { name: 'post-options', fields: plannedRun },
  'item:set': { name: 'set-item', fields: { run: isText, item: isText, done: isFlag, home: optional(isFlag) } },
  'item:approve': {
    name: 'approve-item',
    fields: { run: isText, item: isText, withdraw: optional(isFlag), home: optional(isFlag) },
  },
  'item:evidence': {
    name: 'give-evidence',
    fields: { run: isText, item: isText, part: optional(isCount), home: optional(isFlag) },
  },
  'item:edit': { name: 'edit-item', fields: { run: isText, item: isText, home: optional(isFlag) } },
  'run:all': { name: 'show-all', fields: { ...runPart, home: optional(isFlag) } },
  'run:window': { name: 'show-window', fields: { run: isText, window: isCount } },
  'run:manage': { name: 'manage', fields: { ...runPart, home: optional(isFlag) } },
  'run:history': { name: 'history', fields: runPart },
  'run:copy': { name: 'copy', fields: { ...runPart, format: optional(isOneOf('json', 'csv')) } },
  'run:repost': { name: 'bring-down', fields: { run: isText, from: optional(isText) } },
  'run:archive': { name: 'archive', fields: { run: isText } },
  'run:unarchive': { name: 'unarchive', fields: { run: isText, home: optional(isFlag) } },
  'run:add': { name: 'add-item', fields: { run: isText, home: optional(isFlag) } },
  'run:bypass': { name: 'bypass', fields: { run: isText, home: optional(isFlag) } },
  'run:unbypass': { name: 'withdraw-bypass', fields: { run: isText, given: isCount, home: optional(isFlag) } },
  'run:take': { name: 'take-role', fields: { run: isText, role: isText } },
  'run:roles': { name: 'roles', fields: { run: isText, home: optional(isFlag) } },
};

const actionNames = Object.keys(formats) as readonly ActionName[];
const actionOf = new Map(actionNames.map((action) => [formats[action].name, action]));
const kinds = Object.fromEntries(Object.values(formats).map(({ name, fields }) => [name, fields]));

/** Slack wants ids that differ within a block, so the second button of an action there is `page:open#2`. */
export function actionId(action: string, index = 0): string {
  return index === 0 ? action : `${action}#${index + 1}`;
}

/** A message's budget has room for a dozen buttons with trails of this length. */
const TRAILED_VALUE = 300;

/** Writes a button's value. Of a trail that is too long, it leaves out the question and the section, then the oldest pages. */
export function encodeValue(action: ButtonAction): string {
  const { name, fields } = formats[action.do];
  const value = writeChecked('do', name, action, fields);
  if (!('trail' in action) || action.trail === undefined || value.length <= TRAILED_VALUE) return value;
  const { slugs, question, section } = action.trail;
  if (question !== undefined || section !== undefined) return encodeValue({ ...action, trail: { slugs } });
  return slugs.length > 0 ? encodeValue({ ...action, trail: { slugs: slugs.slice(1) } }) : value;
}

/** Reads a value back; undefined where another release or another app wrote it. */
export function decodeValue(value: string | undefined): ButtonAction | undefined {
  const read = readChecked(value, 'do', kinds, limits.buttonValue);
  return read && ({ ...read, do: actionOf.get(String(read.do)) } as ButtonAction);
}

/**
 * What a press asks for, by its value alone: buttons of earlier releases have other ids. `'nothing'` if there is nothing to
 * do; undefined where another release wrote the value.
 */
export function decodeAction(action: BlockAction['actions'][number]): ButtonAction | 'nothing' | undefined {
  switch (action.type) {
    case 'button':
      // The browser opens a link by itself.
      return action.url === undefined ? decodeValue(action.value) : 'nothing';
    case 'plain_text_input':
      return action.action_id === SEARCH_FIELD && action.value?.trim()
        ? { do: 'question:ask', question: action.value }
        : 'nothing';
    case 'external_select':
      return action.action_id === SEARCH_FIELD ? decodeValue(action.selected_option?.value) : 'nothing';
    case 'overflow':
      return decodeValue(action.selected_option.value);
    case 'static_select':
      return action.action_id === MENU ? decodeValue(action.selected_option.value) : 'nothing';
    // Other fields wait until their dialog is submitted.
    default:
      return 'nothing';
  }
}
