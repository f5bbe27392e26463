import { nearestWord } from '../near-names.js';
import type { Variable } from '../page.js';
import { patternProblem, valueProblem } from '../variables.js';
import { describe, type FieldReader, type Fields, type FieldValue } from './fields.js';

const EXAMPLE = 'variables: {service: {required: true}, type: {choices: [normal, hotfix], default: normal}}';
const FACTS = ['required', 'pattern', 'choices', 'default'];
const NAME = /^[A-Za-z_][\w-]{0,39}$/;
/** What a dialog has room for, and what a menu in Slack may hold. */
const MAX_VARIABLES = 20;
const MAX_CHOICES = 100;
const MAX_CHOICE = 75;

/** Reads what is asked for when a checklist of the page is posted. In the short form, a list of names, each of them is required. */
export function readVariables(fields: Fields, reader: FieldReader): Variable[] {
  const value = fields.get('variables');
  if (value === undefined || (value.kind === 'text' && value.text.trim() === '')) return [];
  const declared = value.kind === 'map' ? readGroup(value, reader) : readNames(value, reader);
  if (declared.length <= MAX_VARIABLES) return declared;
  fail(reader, value, `has ${declared.length} names, and a dialog has room for ${MAX_VARIABLES}. Ask for fewer.`);
  return [];
}

function fail(reader: FieldReader, value: FieldValue, text: string): void {
  reader.report('invalid-variable', value, text);
}

function readNames(value: FieldValue, reader: FieldReader): Variable[] {
  const names =
    value.kind === 'text'
      ? value.text.split(',').map((text): FieldValue => ({ ...value, text }))
      : value.kind === 'list'
        ? value.items
        : [];
  if (value.kind === 'unknown') fail(reader, value, `must be a group or a list of names. Example: "${EXAMPLE}".`);
  const seen = new Set<string>();
  return names.flatMap((each): Variable[] => {
    if (each.kind !== 'text') {
      fail(reader, each, `must be a name, not ${describe(each)}. Example: "variables: [service, version]".`);
      return [];
    }
    const name = each.text.trim();
    if (!isName(name, each, reader) || isTwice(name, seen, each, reader)) return [];
    return [{ name, required: true }];
  });
}

function isName(name: string, value: FieldValue, reader: FieldReader): boolean {
  if (NAME.test(name)) return true;
  const advice = 'Write up to 40 letters, digits, hyphens and underscores, and a letter first, as in "service".';
  fail(reader, value, `"${name}" cannot be the name of a variable. ${advice}`);
  return false;
}

/** For people, "Service" and "service" are the same. */
function isTwice(name: string, seen: Set<string>, value: FieldValue, reader: FieldReader): boolean {
  const isSeen = seen.has(name.toLowerCase());
  if (isSeen) fail(reader, value, `"${name}" is there twice. Remove one of them.`);
  seen.add(name.toLowerCase());
  return isSeen;
}

function readGroup({ entries }: FieldValue & { kind: 'map' }, reader: FieldReader): Variable[] {
  const seen = new Set<string>();
  return [...entries].flatMap(([name, facts]): Variable[] => {
    if (!isName(name, facts, reader) || isTwice(name, seen, facts, reader)) return [];
    if (facts.kind === 'text' && facts.text.trim() === '') return [{ name, required: false }];
    // "type: [normal, hotfix]" is what people write who have read nothing.
    if (facts.kind === 'list') return readFacts(name, new Map([['choices', facts]]), reader);
    if (facts.kind === 'map') return readFacts(name, facts.entries, reader);
    fail(reader, facts, `must be a group of ${FACTS.join(', ')}. Example: "${EXAMPLE}".`);
    return [];
  });
}

function readFacts(name: string, facts: Fields, reader: FieldReader): Variable[] {
  for (const [key, value] of facts) {
    if (FACTS.includes(key)) continue;
    const near = nearestWord(key, FACTS);
    const advice = near === undefined ? `A variable has ${FACTS.join(', ')}.` : `Did you mean "${near}"?`;
    reader.report('unknown-field', value, `is nothing that a variable has, so it is ignored. ${advice}`);
  }
  const pattern = reader.text(facts, ['pattern'], EXAMPLE);
  const wrong = pattern && patternProblem(pattern.text);
  if (pattern !== undefined && wrong !== undefined) {
    const advice =
      "Write a regular expression without look-around and back-references, in single quotes, such as '^\\d+\\.\\d+$'.";
    fail(reader, { kind: 'unknown', ...pattern }, `"${pattern.text}" cannot be used as a pattern: ${wrong}. ${advice}`);
  }
  const choices = readChoices(facts, reader);
  const variable: Variable = {
    name,
    required: readRequired(facts, reader),
    ...(pattern && wrong === undefined && { pattern: pattern.text }),
    ...(choices && { choices }),
  };
  const preset = reader.text(facts, ['default'], EXAMPLE);
  if (preset === undefined) return [variable];
  const misfit = valueProblem(variable, preset.text);
  if (misfit !== undefined) {
    const near = choices && nearestWord(preset.text, choices);
    const advice = near === undefined ? 'Write a value that fits, or leave it out.' : `Did you mean "${near}"?`;
    fail(reader, { kind: 'unknown', ...preset }, `"${preset.text}" ${misfit}. ${advice}`);
  }
  return [{ ...variable, default: preset.text }];
}

function readRequired(facts: Fields, reader: FieldReader): boolean {
  const written = reader.text(facts, ['required'], 'required: true');
  const answer = written?.text.toLowerCase() ?? 'false';
  if (/^(?:true|yes|on)$/.test(answer)) return true;
  if (written !== undefined && !/^(?:false|no|off)$/.test(answer))
    fail(reader, { kind: 'unknown', ...written }, `"${written.text}" is neither true nor false.`);
  return false;
}

function readChoices(facts: Fields, reader: FieldReader): string[] | undefined {
  const value = facts.get('choices');
  if (value === undefined) return undefined;
  const choices = [...new Set(reader.texts(facts, 'choices').map(({ text }) => text))];
  const long = choices.find(({ length }) => length > MAX_CHOICE);
  if (choices.length === 0) fail(reader, value, 'has no value to choose. Write at least one, or leave it out.');
  if (choices.length > MAX_CHOICES)
    fail(
      reader,
      value,
      `has ${choices.length} values, and a menu in Slack has room for ${MAX_CHOICES}. Use a pattern.`,
    );
  if (long !== undefined)
    fail(reader, value, `"${long}" has ${long.length} characters, and a menu shows ${MAX_CHOICE}. Shorten it.`);
  return choices.length === 0 ? undefined : choices;
}
