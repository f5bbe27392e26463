import type { ViewOutput } from '@slack/bolt';
import { isCount, isFlag, isOneOf, isText, isTexts, optional, readChecked, writeChecked } from './checked-json.js';
import { limits } from './limits.js';

/** What a dialog is about. It travels in `private_metadata`: a submission needs nothing that the app keeps in memory. */
export type DialogState =
  | {
      readonly dialog: 'start';
      readonly slug: string;
      /** The checklist of the page; absent for the first. */
      readonly list?: string;
      readonly revision: string;
      /** The id of the run to post. It is made with the dialog, so that a repeated submission posts once. */
      readonly run: string;
      /** The conversation of the preview. Without it, it was opened in a dialog, such as from Home, which lists what was posted. */
      readonly place?: Place;
    }
  /** A page. `back`: the slugs of the pages that were read before it in this dialog, oldest first. `place`: where it was opened. */
  | { readonly dialog: 'reading'; readonly slug: string; readonly back: readonly string[]; readonly place?: Place }
  /** Something to read, such as a checklist before it is posted. `place`: where the dialog below it was opened. */
  | { readonly dialog: 'notice'; readonly place: Place }
  /** A card to share. Without a place, the person chooses a channel. */
  | {
      readonly dialog: 'share';
      readonly slug: string;
      readonly question?: string;
      readonly section?: string;
      readonly place?: Place;
    }
  /** What was missing. `id`: of the question, if one is put to somebody. Without a page, nothing was found. */
  | {
      readonly dialog: 'feedback';
      readonly id: string;
      readonly slug?: string;
      readonly question?: string;
      /** The id of the person whom the channel has chosen for open questions. */
      readonly to?: string;
    }
  /** An answer to a question. `place`, `message`: the message with the button. */
  | { readonly dialog: 'owner-answer'; readonly id: string; readonly place?: Place; readonly message?: string }
  /** A question of the report of so many days, and the page that answers it. */
  | { readonly dialog: 'to-questions'; readonly days: number }
  /**
   * An answer to somebody's message, to be posted below it: the page, or else what `question` finds. Without both, nothing can be posted.
   * `section`: the anchor of the passage, where the question is too long. `id`: of this answer, so that it is posted once; it also names
   * the field for another question. `isOwn`: the person asked it here, and not the message.
   */
  | {
      readonly dialog: 'answer';
      readonly id: string;
      readonly place: Place;
      readonly slug?: string;
      readonly question?: string;
      readonly section?: string;
      readonly isOwn?: boolean;
    }
  /** `field`: the name of the search field. A new name empties the field. */
  | { readonly dialog: 'search'; readonly field: string }
  /** What a channel prefers. */
  | { readonly dialog: 'settings'; readonly channel: string }
  /** All items of a run, to tick or to edit. `home`: opened outside the channel. */
  | { readonly dialog: 'run' | 'manage'; readonly run: string; readonly part: number; readonly home?: boolean }
  /** `item`: the id of the new item. */
  | { readonly dialog: 'add-item'; readonly run: string; readonly item: string; readonly home?: boolean }
  /** Why the gate is opened, and for which phase. */
  | { readonly dialog: 'bypass'; readonly run: string; readonly home?: boolean }
  /** `seen`: each role with the id of who had it when the dialog was opened: only what the person changes is saved. */
  | {
      readonly dialog: 'roles';
      readonly run: string;
      readonly seen: readonly (readonly [role: string, holder: string])[];
      readonly home?: boolean;
    }
  /** What an item asks for before it is done. `part`: of the dialog with all items below it. */
  | {
      readonly dialog: 'evidence';
      readonly run: string;
      readonly item: string;
      readonly part?: number;
      readonly home?: boolean;
    }
  | {
      readonly dialog: 'item';
      readonly run: string;
      readonly item: string;
      /** Opened from Home, which shows the run's progress. */
      readonly home?: boolean;
      /** What the dialog showed when it was opened: only what the person changes is saved. */
      readonly seen: SeenItem;
      /** The id of a person who is not in the channel: the dialog says so, and asks whether they get the item nevertheless. */
      readonly outsider?: string;
    };

/** The conversation of a message whose button opened a dialog: a submission does not say. */
export interface Place {
  readonly channel: string;
  /** The thread that the message is in. */
  readonly thread?: string;
  /** Its `response_url`, which reaches also conversations that the app is not in. */
  readonly replyTo?: string;
}

export interface SeenItem {
  readonly state: 'open' | 'done' | 'skipped';
  readonly assignee?: string;
  /** A day. */
  readonly due?: string;
  /** A time of that day, in the zone of the person. */
  readonly time?: string;
  /** A short hash, like `note`: the texts themselves are too long for the metadata. */
  readonly reason: string;
  readonly note: string;
}

export type DialogName = DialogState['dialog'];

function isSeen(value: unknown): boolean {
  const seen = value as Partial<SeenItem> | null;
  return (
    isOneOf('open', 'done', 'skipped')(seen?.state) &&
    optional(isText)(seen?.assignee) &&
    optional(isText)(seen?.due) &&
    optional(isText)(seen?.time) &&
    isText(seen?.reason) &&
    isText(seen?.note)
  );
}

function isPlace(value: unknown): boolean {
  const place = value as Partial<Place> | null;
  return isText(place?.channel) && optional(isText)(place?.thread) && optional(isText)(place?.replyTo);
}

function isSeenRoles(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) => isTexts(pair) && pair.length === 2);
}

const fields = {
  reading: { slug: isText, back: isTexts, place: optional(isPlace) },
  notice: { place: isPlace },
  share: { slug: isText, question: optional(isText), section: optional(isText), place: optional(isPlace) },
  answer: {
    id: isText,
    place: isPlace,
    slug: optional(isText),
    question: optional(isText),
    section: optional(isText),
    isOwn: optional(isFlag),
  },
  start: { slug: isText, list: optional(isText), revision: isText, run: isText, place: optional(isPlace) },
  feedback: { id: isText, slug: optional(isText), question: optional(isText), to: optional(isText) },
  'owner-answer': { id: isText, place: optional(isPlace), message: optional(isText) },
  'to-questions': { days: isCount },
  search: { field: isText },
  settings: { channel: isText },
  run: { run: isText, part: isCount, home: optional(isFlag) },
  manage: { run: isText, part: isCount, home: optional(isFlag) },
  'add-item': { run: isText, item: isText, home: optional(isFlag) },
  bypass: { run: isText, home: optional(isFlag) },
  roles: { run: isText, seen: isSeenRoles, home: optional(isFlag) },
  evidence: { run: isText, item: isText, part: optional(isCount), home: optional(isFlag) },
  item: { run: isText, item: isText, home: optional(isFlag), seen: isSeen, outsider: optional(isText) },
};

export function encodeDialog(state: DialogState): string {
  return writeChecked('dialog', state.dialog, state, fields[state.dialog]);
}

/** Reads a dialog's state back; undefined where another release or another app wrote it. */
export function decodeDialog(metadata: string): DialogState | undefined {
  return readChecked(metadata, 'dialog', fields, limits.privateMetadata) as DialogState | undefined;
}

/** The conversation that an open dialog belongs to; undefined for a press anywhere else, and for a dialog without one. */
export function dialogPlace(view: { readonly private_metadata: string } | undefined): Place | undefined {
  const state = view && decodeDialog(view.private_metadata);
  return state !== undefined && 'place' in state ? state.place : undefined;
}

/** What a person entered in a dialog, by the names of its fields. */
export interface Submitted {
  /** Trimmed, with `\n` as line breaks; empty if nothing was entered. */
  text(name: string): string;
  /** The one chosen option, person, conversation or day. */
  choice(name: string): string | undefined;
  /** The ids of the chosen people of a field for several. */
  people(name: string): string[];
  /** The chosen options of one field. */
  options(name: string): string[];
  /** The chosen options of all fields whose names begin with the prefix. */
  choices(prefix: string): string[];
}

export function submittedValues({ state: { values } }: Pick<ViewOutput, 'state'>): Submitted {
  const fieldOf = (name: string) => Object.values(values[name] ?? {})[0];
  const optionsOf = (name: string): string[] =>
    (fieldOf(name)?.selected_options ?? []).flatMap(({ value }) => value ?? []);
  return {
    text: (name) => (fieldOf(name)?.value ?? '').replaceAll('\r\n', '\n').trim(),
    choice: (name) => {
      const field = fieldOf(name);
      return (
        field?.selected_option?.value ??
        field?.selected_user ??
        field?.selected_conversation ??
        field?.selected_date ??
        field?.selected_time ??
        undefined
      );
    },
    people: (name) => fieldOf(name)?.selected_users ?? [],
    options: optionsOf,
    choices: (prefix) =>
      Object.keys(values)
        .filter((name) => name.startsWith(prefix))
        .flatMap(optionsOf),
  };
}
