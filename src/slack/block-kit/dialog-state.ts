import type { ViewOutput } from '@slack/bolt';
import { isOneOf, isText, optional, readChecked, writeChecked } from './checked-json.js';
import { limits } from './limits.js';

/** What a dialog is about. It travels in `private_metadata`, so no submission needs anything that the app keeps in memory. */
export type DialogState =
  /** The run that the dialog posts has its id from the start, so that a repeated submission posts once. */
  | {
      readonly dialog: 'options';
      readonly slug: string;
      readonly revision: string;
      readonly run: string;
      /** Opened from Home, which lists what was posted. */
      readonly home?: boolean;
    }
  /** `field`: the name of the field that searches, another one whenever it shall be empty. */
  | { readonly dialog: 'search'; readonly field: string }
  | {
      readonly dialog: 'item';
      readonly run: string;
      readonly item: string;
      /** Opened from Home, which shows how far the run is. */
      readonly home?: boolean;
      /** What the dialog showed when it was opened: only what the person changes is saved. */
      readonly seen: SeenItem;
    };

export interface SeenItem {
  readonly state: 'open' | 'done' | 'skipped';
  readonly assignee?: string;
  readonly due?: string;
  /** Prints of longer texts, by `printOf`. */
  readonly reason: string;
  readonly note: string;
}

export type DialogName = DialogState['dialog'];

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isSeen(value: unknown): boolean {
  const seen = value as Partial<SeenItem> | null;
  return (
    isOneOf('open', 'done', 'skipped')(seen?.state) &&
    optional(isText)(seen?.assignee) &&
    optional(isText)(seen?.due) &&
    isText(seen?.reason) &&
    isText(seen?.note)
  );
}

const fields = {
  options: { slug: isText, revision: isText, run: isText, home: optional(isFlag) },
  search: { field: isText },
  item: { run: isText, item: isText, home: optional(isFlag), seen: isSeen },
};

export function encodeDialog(state: DialogState): string {
  return writeChecked(state);
}

/** Reads a dialog's state back; nothing where another release or another app wrote it. */
export function decodeDialog(metadata: string): DialogState | undefined {
  return readChecked(metadata, 'dialog', fields, limits.privateMetadata) as DialogState | undefined;
}

/** What a person entered, by the names of the fields. */
export interface Submitted {
  /** Trimmed, with line breaks as one character; empty where nothing was entered. */
  text(name: string): string;
  /** The one chosen option, person, conversation or day. */
  choice(name: string): string | undefined;
  /** The chosen options of every field whose name begins so. */
  choices(prefix: string): string[];
}

export function submittedValues({ state: { values } }: Pick<ViewOutput, 'state'>): Submitted {
  const fieldOf = (name: string) => Object.values(values[name] ?? {})[0];
  return {
    text: (name) => (fieldOf(name)?.value ?? '').replaceAll('\r\n', '\n').trim(),
    choice: (name) => {
      const field = fieldOf(name);
      return (
        field?.selected_option?.value ??
        field?.selected_user ??
        field?.selected_conversation ??
        field?.selected_date ??
        undefined
      );
    },
    choices: (prefix) =>
      Object.keys(values)
        .filter((name) => name.startsWith(prefix))
        .flatMap((name) => fieldOf(name)?.selected_options ?? [])
        .flatMap(({ value }) => value ?? []),
  };
}
