import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import type { Checklist, ChecklistItem, Condition, Variable } from '../guide/page.js';
import { MAX_VALUE, matches, VARIABLE } from '../guide/variables.js';

/** The values of variables by name, as people typed them. */
export type Values = Readonly<Record<string, string>>;

/** A value that cannot be used. `unknown`: the checklist has no such variable. */
export interface VariableProblem {
  readonly name: string;
  readonly problem: 'missing' | 'pattern' | 'choice' | 'too-long' | 'unknown';
}

type Declared = Pick<Checklist, 'variables'>;

/** What is wrong with the values for a new run, in the order of the checklist's variables; nothing if it can be started. */
export function checkVariables({ variables }: Declared, values: Values): VariableProblem[] {
  const known = new Set(variables.map(({ name }) => name));
  return [
    ...variables.flatMap((variable): VariableProblem[] => {
      const problem = problemOf(variable, valueFor(variable, values));
      return problem ? [{ name: variable.name, problem }] : [];
    }),
    ...Object.keys(values)
      .filter((name) => !known.has(name))
      .map((name): VariableProblem => ({ name, problem: 'unknown' })),
  ];
}

/** The values of a new run: what was given, otherwise the defaults. A choice is written as its author wrote it. */
export function valuesOf({ variables }: Declared, values: Values): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap((variable) => {
      const value = valueFor(variable, values);
      return value === '' ? [] : [[variable.name, choiceOf(variable, value) ?? value]];
    }),
  );
}

function valueFor(variable: Variable, values: Values): string {
  const { default: initial = '', name } = variable;
  // In one line, and without the invisible characters that could make it look like something else.
  const given = Object.hasOwn(values, name) ? (values[name] ?? '') : '';
  return given.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim() || initial;
}

function problemOf(variable: Variable, value: string): VariableProblem['problem'] | undefined {
  const { choices, pattern, required } = variable;
  if (value === '') return required ? 'missing' : undefined;
  if (value.length > MAX_VALUE) return 'too-long';
  if (choices && choiceOf(variable, value) === undefined) return 'choice';
  return pattern !== undefined && !matches(pattern, value) ? 'pattern' : undefined;
}

/** Upper and lower case are the same. */
function choiceOf({ choices }: Variable, value: string): string | undefined {
  return choices?.find((choice) => choice === value) ?? choices?.find((choice) => isSame(choice, value));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Why an item does not apply: the fact, such as "type is hotfix"; undefined if all its conditions hold. */
export function whyNotApplying(conditions: readonly Condition[] | undefined, values: Values): string | undefined {
  const failed = conditions?.find((condition) => !holds(condition, values));
  if (failed === undefined) return undefined;
  const value = Object.hasOwn(values, failed.variable) ? values[failed.variable] : undefined;
  return `${failed.variable} is ${value ?? 'not set'}`;
}

function holds({ variable, value: wanted, negated }: Condition, values: Values): boolean {
  const value = Object.hasOwn(values, variable) ? (values[variable] ?? '') : '';
  return isSame(value, wanted) !== negated;
}

/** Fills the values in for `{{name}}`. Names that the checklist does not declare stay as they are written. */
export interface Filler {
  text(text: string): string;
  item<I extends Pick<ChecklistItem, 'title' | 'titleContent' | 'detail'>>(item: I): I;
}

/**
 * Values are put into texts and code after the Markdown was parsed, so they stay text: no value becomes a mention, a link or
 * markup. In the address of a link they are percent-encoded, and only after its host name, so that no value decides where it leads.
 * A variable without a value becomes nothing.
 */
export function fillerOf({ variables }: Declared, values: Values): Filler {
  const names = new Set(variables.map(({ name }) => name));
  if (names.size === 0) return { text: (text) => text, item: (item) => item };
  const replace = (text: string, write: (value: string) => string): string =>
    text.replace(VARIABLE, (all, name: string) => (names.has(name) ? write(values[name] ?? '') : all));
  const fill = (text: string): string => replace(text, (value) => value);
  const address = (url: string): string => {
    const host = /^https?:\/\/[^/?#{}]+(?=[/?#])/i.exec(url)?.[0];
    return host === undefined ? url : host + replace(url.slice(host.length), encodeURIComponent);
  };
  const node = <N extends Nodes>(one: N): N => {
    const filled: Nodes = { ...one };
    if (filled.type === 'text' || filled.type === 'inlineCode' || filled.type === 'code')
      filled.value = fill(filled.value);
    if (filled.type === 'link') {
      filled.url = address(filled.url);
      const target = filled.data?.target;
      if (target?.kind === 'outside') filled.data = { ...filled.data, target: { ...target, url: address(target.url) } };
    }
    if ('children' in filled) Object.assign(filled, { children: filled.children.map(node) });
    return filled as N;
  };
  return {
    text: fill,
    item: (item) => ({
      ...item,
      title: fill(item.title),
      titleContent: item.titleContent.map((one): PhrasingContent => node(one)),
      detail: item.detail.map((one): RootContent => node(one)),
    }),
  };
}
