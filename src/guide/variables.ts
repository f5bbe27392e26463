import { createRequire } from 'node:module';
import type { Variable } from './page.js';

/**
 * `{{name}}` in the texts of a page that declares variables; `{{ name }}` is the same. Not `${{ name }}`, `{{{name}}}`, or anything with a dot, a
 * pipe or a call in it: those are of other tools.
 */
export const VARIABLE = /(?<![{$])\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}(?!\})/g;

/** The variables that a text names, in their order, each with its place in the text. */
export function variablesIn(text: string): { readonly name: string; readonly index: number }[] {
  if (!text.includes('{{')) return [];
  return Array.from(text.matchAll(VARIABLE), ({ 1: name = '', index }) => ({ name, index }));
}

/** The longest value of a variable, in characters. */
export const MAX_VALUE = 200;

const load = createRequire(import.meta.url);

/** Loaded when a pattern is first read: it makes tables of all characters, and few guides have a pattern. */
function re2(): typeof import('re2js').RE2JS {
  return load('re2js').RE2JS;
}

/**
 * Whether some part of a value matches a pattern; a pattern that cannot be used matches nothing. By RE2 instead of JavaScript's own
 * expressions: its time grows with the length of the value only, whatever an author writes.
 */
export function matches(pattern: string, value: string): boolean {
  return patternProblem(pattern) === undefined && re2().compile(pattern).matcher(value).find();
}

/** Why a pattern cannot be used; undefined if it can. */
export function patternProblem(pattern: string): string | undefined {
  try {
    re2().compile(pattern);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reason.replace(/^error parsing regexp: /, '').replaceAll('`', '"');
  }
}

/**
 * Why a variable cannot have a value, as the end of a sentence that begins with the value: "is not one of normal, hotfix"; undefined if it can.
 * A pattern may match any part of the value, unless it has "^" and "$".
 */
export function valueProblem(
  { pattern, choices }: Pick<Variable, 'pattern' | 'choices'>,
  value: string,
): string | undefined {
  if (value.length > MAX_VALUE) return `has ${value.length} characters, and the limit is ${MAX_VALUE}`;
  if (choices !== undefined && !choices.includes(value)) return `is not one of ${choices.join(', ')}`;
  if (pattern !== undefined && patternProblem(pattern) === undefined && !matches(pattern, value))
    return `does not match the pattern ${pattern}`;
  return undefined;
}
