import { editDistance, nearestWord } from '../near-names.js';
import type { Condition, ItemRules, Variable } from '../page.js';
import type { Rule } from '../rules.js';
import { valueProblem } from '../variables.js';
import { ITEM_KEYS, type ItemKey, printAttribute } from './attributes.js';
import type { LocatedAttributes } from './collect.js';

/** Called with what is wrong. An error keeps the page out of the guide. */
export type Report = (rule: Rule, line: number, text: string) => void;

/** What is handed down to the items of a phase, and from an item to its sub-items. */
export type Inherited = Pick<ItemRules, 'role' | 'conditions' | 'optional'>;

const PHASE_KEYS: readonly ItemKey[] = ['role', 'when', 'unless'];
/** Both may be given more than once: all of them must hold. */
const REPEATABLE: readonly ItemKey[] = ['when', 'unless'];

interface Reading {
  readonly on: 'item' | 'phase';
  readonly variables: readonly Variable[];
  readonly report: Report;
}

/** Reads the attributes of an item or a phase into rules, with those that it inherits. */
export function readRules(
  located: LocatedAttributes | undefined,
  inherited: Inherited,
  { on, variables, report }: Reading,
): ItemRules {
  if (located === undefined) return inherited;
  const { line } = located;
  const seen = new Set<string>();
  const conditions: Condition[] = [...(inherited.conditions ?? [])];
  let rules: ItemRules = inherited;
  for (const { key, value } of located.attributes.entries) {
    const fail = (text: string): void => report('invalid-attribute', line, `{${printAttribute(key, value)}}: ${text}`);
    if (!isKnown(key)) {
      const near = nearestWord(key.replaceAll('_', '-'), ITEM_KEYS);
      const advice =
        near === undefined
          ? `Items have ${ITEM_KEYS.slice(0, -1).join(', ')} and ${ITEM_KEYS.at(-1)}. Put it in backticks if it is text.`
          : `Did you mean "${near}"?`;
      report('unknown-attribute', line, `{${printAttribute(key, value)}}: "${key}" means nothing here. ${advice}`);
    } else if (on === 'phase' && !PHASE_KEYS.includes(key)) {
      fail(`a phase can have ${PHASE_KEYS.join(', ')} and an id. Write it on each item that it is meant for.`);
    } else if (seen.has(key) && !REPEATABLE.includes(key)) {
      fail(`"${key}" is there twice. Remove one of them.`);
    } else {
      const read = readValue(key, value, variables);
      if ('wrong' in read) fail(read.wrong);
      else if ('conditions' in read) conditions.push(...read.conditions);
      else rules = { ...rules, ...read };
    }
    seen.add(key);
  }
  return { ...rules, ...(conditions.length > 0 && { conditions }) };
}

function isKnown(key: string): key is ItemKey {
  return (ITEM_KEYS as readonly string[]).includes(key);
}

type Value = Omit<ItemRules, 'conditions'> | { readonly conditions: readonly Condition[] } | { readonly wrong: string };

function readValue(key: ItemKey, value: string, variables: readonly Variable[]): Value {
  switch (key) {
    case 'role':
      return readRole(value);
    case 'sign-off':
      return readSignOff(value);
    case 'evidence':
      if (value === 'url' || value === 'text') return { evidence: value };
      return { wrong: `"${value}" is no kind of evidence. Write evidence=url for a link, or evidence=text.` };
    case 'when':
    case 'unless':
      return readConditions(key, value, variables);
    case 'wait': {
      const waitMinutes = minutesIn(value);
      return waitMinutes === undefined ? { wrong: `${notATime(value)}, as in wait=15m.` } : { waitMinutes };
    }
    case 'due': {
      const dueMinutes = minutesIn(value.replace(/^\+/, ''));
      return dueMinutes === undefined
        ? { wrong: `${notATime(value)} after the start, as in due=2h or due=+1d.` }
        : { dueMinutes };
    }
    case 'optional':
      if (/^(?:true|yes)$/i.test(value)) return { optional: true };
      return /^(?:false|no)$/i.test(value) ? {} : { wrong: `"${value}" is neither true nor false. Write {optional}.` };
  }
}

const ROLE = /^\p{L}[\p{L}\p{N}&/._ -]{0,39}$/u;

function readRole(value: string): Value {
  const role = value.trim().replace(/\s+/g, ' ');
  // Every run has this one.
  if (/^lead$/i.test(role)) return { role: 'lead' };
  if (ROLE.test(role)) return { role };
  return {
    wrong: `"${value}" cannot be the name of a role. Write up to 40 letters, digits and spaces, as in role=lead.`,
  };
}

const MAX_SIGN_OFFS = 20;

function readSignOff(value: string): Value {
  const [, number = '', others] = /^(\d{1,3})(\s+others?)?$/i.exec(value.trim()) ?? [];
  const count = Number(number);
  if (count >= 1 && count <= MAX_SIGN_OFFS) return { signOff: { count, others: others !== undefined } };
  return {
    wrong: `"${value}" is no number of people. Write 1 to ${MAX_SIGN_OFFS}, as in sign-off=2, or sign-off="2 others" if who starts the run does not count.`,
  };
}

const DURATION = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?$/i;
const MAX_DAYS = 365;

/** `15m`, `2h`, `1d`, `1h30m`; undefined if it is nothing of the kind, nothing at all, or more than a year. */
function minutesIn(value: string): number | undefined {
  const [, days = 0, hours = 0, minutes = 0] = DURATION.exec(value.replace(/\s+/g, '')) ?? [];
  const total = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return total > 0 && total <= MAX_DAYS * 24 * 60 ? total : undefined;
}

function notATime(value: string): string {
  return `"${value}" is no time. Write minutes, hours or days`;
}

const CONDITION = /^([\p{L}_][\p{L}\p{N}_-]*)\s+is\s+(not\s+)?(\S.*)$/iu;

/** "type is hotfix", "type is not hotfix", and several with "and". */
function readConditions(key: 'when' | 'unless', value: string, variables: readonly Variable[]): Value {
  const parts = value.trim().split(/\s+and\s+(?=[\p{L}_][\p{L}\p{N}_-]*\s+is\s)/iu);
  if (key === 'unless' && parts.length > 1)
    return {
      wrong: 'cannot have "and". Write unless="…" once for each of them: if one holds, the item does not apply.',
    };
  const conditions: Condition[] = [];
  for (const part of parts) {
    const [whole, name = '', not, expected = ''] = CONDITION.exec(part) ?? [];
    if (whole === undefined)
      return {
        wrong: `"${part}" is no condition. Write ${key}="type is hotfix", where "type" is a variable of the page.`,
      };
    const variable = variables.find((each) => each.name === name);
    if (variable === undefined) return { wrong: undeclared(name, variables) };
    const wrong = impossible(variable, expected);
    if (wrong !== undefined) return { wrong };
    conditions.push({ variable: name, value: expected.trim(), negated: (not !== undefined) !== (key === 'unless') });
  }
  return { conditions };
}

/** What is wrong with a name that the page does not declare, and what to do. */
export function undeclared(name: string, variables: readonly Variable[]): string {
  const near = nearestWord(
    name,
    variables.map((variable) => variable.name),
  );
  const advice = near === undefined ? 'Add it to "variables:" in the front matter.' : `Did you mean "${near}"?`;
  return `the page declares no variable "${name}". ${advice}`;
}

/** Upper and lower case are the same. */
function impossible({ name, choices, pattern }: Variable, value: string): string | undefined {
  const chosen = choices?.find((choice) => choice.toLowerCase() === value.trim().toLowerCase());
  const misfit = valueProblem(
    { ...(choices && { choices }), ...(pattern !== undefined && { pattern }) },
    chosen ?? value.trim(),
  );
  if (misfit === undefined) return undefined;
  const near = choices && nearestWord(value, choices);
  return `"${name}" is never "${value}": that ${misfit}.${near === undefined ? '' : ` Did you mean "${near}"?`}`;
}

/** Warns of roles that differ in a letter or two: one of them is misspelt. */
export function checkRoles(roles: ReadonlyMap<string, number>, report: Report): void {
  const names = [...roles.keys()];
  for (const [index, role] of names.entries()) {
    const near = names.slice(0, index).find((each) => isSimilar(each.toLowerCase(), role.toLowerCase()));
    if (near === undefined) continue;
    report(
      'similar-role',
      roles.get(role) ?? 1,
      `{${printAttribute('role', role)}}: the role "${near}" is on line ${roles.get(near)}. Write both in the same way if they are the same.`,
    );
  }
}

function isSimilar(one: string, other: string): boolean {
  const limit = Math.min(one.length, other.length) < 8 ? 1 : 2;
  return (
    one === other ||
    (Math.min(one.length, other.length) > 3 && !/\d/.test(one + other) && editDistance(one, other, limit) <= limit)
  );
}
