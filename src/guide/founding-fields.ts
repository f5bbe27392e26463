import type { Fields, FieldValue } from './field-value.js';
import type { Problem } from './problem.js';

const FIELD = /^([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|)$/;
const CONTINUATION = /^(?:[ ]{4}|\t)\s*\S/;
const CHOICE = /^choice(\d+)(url|text|icon)$/i;
const KNOWN = new Set(
  'title slug category sort-order order meta summary description keywords aliases tags date updated modified author authors template status'.split(
    ' ',
  ),
);

/** How many lines the unfenced fields of the founding format take; 0 where the text does not open with a field that it knows. */
export const countFoundingLines = (lines: readonly string[]): number => {
  const key = FIELD.exec(lines[0]?.trimEnd() ?? '')?.[1]?.toLowerCase();
  if (key === undefined || !(KNOWN.has(key) || CHOICE.test(key))) return 0;
  const end = lines.findIndex((line) => line.trim() === '' || line.startsWith('#'));
  return end === -1 ? lines.length : end;
};

/** Reads `key: value` lines. `choiceNurl`, `choiceNtext` and `choiceNicon` become the list `choices`, in order of N. */
export const readFoundingFields = (matter: string, file: string): { fields: Fields; problems: Problem[] } => {
  const fields = new Map<string, FieldValue>();
  const choices = new Map<number, Map<string, FieldValue>>();
  const problems: Problem[] = [];
  let last: { add: (value: FieldValue) => void; value: FieldValue & { kind: 'text' } } | undefined;

  matter.split('\n').forEach((line, index) => {
    const match = FIELD.exec(line.trimEnd());
    if (match?.[1] === undefined) {
      if (last !== undefined && CONTINUATION.test(line)) {
        last = { ...last, value: { ...last.value, text: `${last.value.text} ${line.trim()}`.trim() } };
        last.add(last.value);
      } else {
        const text = `"${line.trim().slice(0, 40)}" is not a field; write "key: value", and leave a blank line before the page's text`;
        problems.push({ severity: 'error', file, line: index + 1, text });
      }
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
};

const choiceList = (choices: ReadonlyMap<number, ReadonlyMap<string, FieldValue>>): FieldValue => {
  const items = [...choices]
    .sort(([a], [b]) => a - b)
    .map(([number, entries]): FieldValue => {
      const line = Math.min(...[...entries.values()].map((entry) => entry.line));
      return { kind: 'map', name: `choice${number}`, line, entries };
    });
  return { kind: 'list', name: 'choices', line: items[0]?.line ?? 1, items };
};
