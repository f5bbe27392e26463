import type { Owner } from '../page.js';
import type { LocatedText } from '../parse/page-draft.js';
import { type Problem, problemAt } from '../problem.js';
import type { Rule } from '../rules.js';

/**
 * A value in the front matter, in either format. `name` is the field as its author wrote it, such as `choices[1].to` or `choice4url`; `line` counts from 1 in the file.
 */
export type FieldValue =
  | { readonly kind: 'text'; readonly name: string; readonly line: number; readonly text: string }
  | { readonly kind: 'list'; readonly name: string; readonly line: number; readonly items: readonly FieldValue[] }
  | { readonly kind: 'map'; readonly name: string; readonly line: number; readonly entries: Fields }
  | { readonly kind: 'unknown'; readonly name: string; readonly line: number };

export type Fields = ReadonlyMap<string, FieldValue>;

/** Reads fields one by one and collects what is wrong with them. Every problem names the field, the line and the remedy. */
export interface FieldReader {
  readonly problems: Problem[];
  report(rule: Rule, value: FieldValue, text: string): void;
  /** The first of the keys that is not empty, as text of one line. */
  text(fields: Fields, keys: readonly string[], example: string): LocatedText | undefined;
  /** A list of texts. A single text is split at its commas. */
  texts(fields: Fields, key: string): LocatedText[];
  /** The entries of a list; an empty value is an empty list. */
  list(fields: Fields, key: string, example: string): readonly FieldValue[];
}

export function createFieldReader(file: string): FieldReader {
  const problems: Problem[] = [];

  const report: FieldReader['report'] = (rule, { name, line }, text) => {
    problems.push(problemAt(rule, file, line, `${name}: ${text}`));
  };

  const readText = (value: FieldValue, example: string): LocatedText | undefined => {
    if (value.kind !== 'text') {
      report('invalid-value', value, `must be text, not ${describe(value)}. Example: "${example}".`);
      return undefined;
    }
    const text = value.text.replace(/\s+/g, ' ').trim();
    return text === '' ? undefined : { text, line: value.line, name: value.name };
  };

  const list: FieldReader['list'] = (fields, key, example) => {
    const value = fields.get(key);
    if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return [];
    if (value.kind === 'list') return value.items.filter((item) => item.kind !== 'text' || item.text.trim() !== '');
    report('invalid-value', value, `must be a list, not ${describe(value)}. Example: "${example}".`);
    return [];
  };

  return {
    problems,
    report,
    list,
    text(fields, keys, example) {
      const found = keys.flatMap((key) => {
        const value = fields.get(key);
        const text = value && readText(value, example.replace('KEY', key));
        return text ? [text] : [];
      });
      return found[0];
    },
    texts(fields, key) {
      const value = fields.get(key);
      if (value?.kind === 'text') {
        return value.text.split(',').flatMap((text) => readText({ ...value, text }, '') ?? []);
      }
      return list(fields, key, `${key}: [one, two]`).flatMap((item) => readText(item, `${key}: [one, two]`) ?? []);
    },
  };
}

/** The kind of a value, as messages name it. */
export function describe(value: FieldValue): string {
  return { text: 'text', list: 'a list', map: 'a group of fields', unknown: 'a value nested this deeply' }[value.kind];
}

const KINDS: Readonly<Record<string, Owner['kind']>> = {
  U: 'person',
  W: 'person',
  S: 'group',
  C: 'channel',
  G: 'channel',
};

// Ids of Slack have digits, and words such as SUPPORT have none.
const ID = /^(?:([TE](?=[A-Z0-9]*\d)[A-Z0-9]{3,30}):)?([UWSCG](?=[A-Z0-9]*\d)[A-Z0-9]{3,30})$/;
const MAX_OWNERS = 10;
const ADVICE =
  'Write an id of Slack: of a person (U…, "Copy member ID" in the profile), a user group (S…), or a channel (C…, at the end of its details).';

/** Reads `owner`: one id of Slack or several. What is no id may be meant for another tool, so it is only a warning. */
export function readOwner(fields: Fields, reader: FieldReader): Owner[] {
  const owners = new Map<string, Owner>();
  for (const written of reader.texts(fields, 'owner')) {
    const [, installation, id = ''] = ID.exec(written.text) ?? [];
    const kind = KINDS[id.charAt(0)];
    if (kind === undefined) {
      reader.report('unknown-owner', { kind: 'unknown', ...written }, `"${written.text}" cannot be asked. ${ADVICE}`);
    } else owners.set(written.text, { kind, id, ...(installation && { installation }) });
  }
  return [...owners.values()].slice(0, MAX_OWNERS);
}
