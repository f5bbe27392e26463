import { RE2JS } from 're2js';
import type { Variable } from './page.js';

/*
 * RE2 instead of JavaScript's own expressions: its time grows with the length of the value only, whatever an author writes as a pattern. Loading it
 * takes 13 ms, so import this module where values are checked, and not at a start.
 */

/** The longest value of a variable, in characters. */
export const MAX_VALUE = 200;

/** Why a pattern cannot be used; undefined if it can: both RE2 and JavaScript must know what it means. */
export function patternProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reason.replace(/^error parsing regexp: |^Invalid regular expression: /, '').replaceAll('`', '"');
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
  if (pattern !== undefined && patternProblem(pattern) === undefined && !RE2JS.compile(pattern).matcher(value).find())
    return `does not match the pattern ${pattern}`;
  return undefined;
}
