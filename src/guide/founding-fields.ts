import type { Fields, FieldValue } from './field-value.js';
import type { Problem } from './problem.js';

/** A line `key: value`: its key and its value. */
export const FIELD = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$/;
/** A line that goes on with the value above it. */
export const CONTINUATION = /^[ \t]+\S/;
/** The key of a part of a choice: its number and the part. */
export const CHOICE = /^choice(\d+)(url|text|icon)$/i;

/** Reads the `key: value` lines that `findFoundingBlock` found. `choiceNurl`, `choiceNtext` and `choiceNicon` become the list `choices`, in order of N. */
export function readFoundingFields(matter: string, file: string): { fields: Fields; problems: Problem[] } {
  const fields = new Map<string, FieldValue>();
  const choices = new Map<number, Map<string, FieldValue>>();
  const problems: Problem[] = [];
  let last: { add: (value: FieldValue) => void; value: FieldValue & { kind: 'text' } } | undefined;

  matter.split('\n').forEach((line, index) => {
    const match = FIELD.exec(line.trimEnd());
    if (match?.[1] === undefined) {
      if (last === undefined || !CONTINUATION.test(line)) return;
      last = { ...last, value: { ...last.value, text: `${last.value.text} ${line.trim()}`.trim() } };
      last.add(last.value);
      return;
    }
    const name = match[1];
    const value = { kind: 'text', name, line: index + 1, text: (match[2] ?? '').trim() } as const;
    const choice = CHOICE.exec(name);
    const number = Number(choice?.[1]);
    const add = (given: FieldValue): void => {
      if (choice === null) fields.set(name.toLowerCase(), given);
      else choices.set(number, (choices.get(number) ?? new Map()).set(choice[2]?.toLowerCase() ?? '', given));
    };
    const earlier =
      choice === null ? fields.get(name.toLowerCase()) : choices.get(number)?.get(choice[2]?.toLowerCase() ?? '');
    if (earlier !== undefined) {
      const text = `${name}: is given twice, first on line ${earlier.line}; remove one of them`;
      problems.push({ severity: 'error', file, line: value.line, text });
    }
    last = { add, value };
    add(value);
  });

  if (choices.size > 0) fields.set('choices', choiceList(choices));
  return { fields, problems };
}

function choiceList(choices: ReadonlyMap<number, ReadonlyMap<string, FieldValue>>): FieldValue {
  const items = [...choices]
    .sort(([a], [b]) => a - b)
    .map(([number, entries]): FieldValue => {
      const line = Math.min(...[...entries.values()].map((entry) => entry.line));
      return { kind: 'map', name: `choice${number}`, line, entries };
    });
  return { kind: 'list', name: 'choices', line: items[0]?.line ?? 1, items };
}
