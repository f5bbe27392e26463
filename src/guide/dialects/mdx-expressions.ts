import { opensAttributes } from '../checklists/attributes.js';
import type { Rule } from '../rules.js';
import type { Line } from './lines.js';

/*
 * Expressions of MDX: `{props.name}`. Nothing is run. A literal text or number is its text and a comment is nothing; what is left is left
 * out, and its author is told.
 */

/** Characters of an expression that goes on in the next lines. */
const MAX_EXPRESSION = 6_000;
const MAX_LINES = 100;
/** Characters that a message shows. */
const MAX_SHOWN = 40;

const QUOTED = /\{\s*(?:'[^'\n]{0,80}'|"[^"\n]{0,80}")\s*\}/y;

/** The place after the "}" of each "{" of a text that has one. */
export function closingBraces(text: string): ReadonlyMap<number, number> {
  const open: number[] = [];
  const ends = new Map<number, number>();
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    // "{'{'}" is how a page writes a brace.
    QUOTED.lastIndex = index;
    if (character === '{' && QUOTED.test(text)) {
      ends.set(index, QUOTED.lastIndex);
      index = QUOTED.lastIndex - 1;
      continue;
    }
    if (character === '{') open.push(index);
    const start = character === '}' ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, index + 1);
  }
  return ends;
}

/** Whether an expression that begins with this text ends in the lines after it. */
export function endsBelow(start: string, lines: readonly Line[], next: number): boolean {
  let depth = 0;
  let length = 0;
  const read = (text: string): boolean => {
    length += text.length;
    for (const character of text) {
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      if (depth <= 0) return true;
    }
    return false;
  };
  if (read(start)) return true;
  for (let index = next; index < Math.min(lines.length, next + MAX_LINES) && length < MAX_EXPRESSION; index++) {
    if (read(lines[index]?.text ?? '')) return true;
  }
  return false;
}

/** Whether a "{" begins an expression: not if it belongs to a formula (`x^{2}`), to an attribute list (`{#anchor}`) or to a template. */
export function isExpression(text: string, index: number): boolean {
  if (/^\{[#.:%{<]/.test(text.slice(index, index + 2)) || text.charAt(index - 1) === '{') return false;
  if (opensAttributes(text, index)) return false;
  return !/(?:[\^_\\]|\\[a-zA-Z]{1,20}(?:\{[^{}]{0,40}\})?)$/.test(text.slice(Math.max(0, index - 64), index));
}

const CONSTANT = /^export\s+const\s+([A-Za-z_$][\w$]{0,80})(?:\s*:\s*(?:string|number))?\s*=\s*([^;]{1,400});?\s*$/;

/** The constants of a page that are a text or a number: `export const limit = 40;`. */
export function readConstants(lines: readonly Line[]): Map<string, string> {
  const constants = new Map<string, string>();
  for (const { text } of lines) {
    const [, name = '', value = ''] = text.startsWith('export') ? (CONSTANT.exec(text) ?? []) : [];
    const shown = name === '' ? undefined : expressionText(`{${value}}`);
    if (shown !== undefined) constants.set(name, shown);
  }
  return constants;
}

/** What an expression shows; undefined if it would have to be run. */
export function expressionText(expression: string, constants?: ReadonlyMap<string, string>): string | undefined {
  const inner = expression.slice(1, -1).trim();
  const constant = constants?.get(inner);
  if (constant !== undefined) return constant;
  if (/^\/\*[\s\S]*\*\/$/.test(inner) || inner === '') return '';
  if (/^-?\d[\d_.]*$/.test(inner)) return inner;
  // "{' '}" keeps words apart.
  const [, single, double, template] = /^(?:'([^'\\]*)'|"([^"\\]*)"|`([^`\\$]*)`)$/.exec(inner) ?? [];
  return single ?? double ?? template;
}

/** Counts the expressions of a page that are left out. */
export interface LeftOutExpressions {
  add(expression: string, line: number): void;
  /** Tells the author once. */
  report(warn: (line: number, text: string, rule: Rule) => void): void;
}

export function countLeftOut(): LeftOutExpressions {
  let first: { text: string; line: number } | undefined;
  let count = 0;
  return {
    add(expression, line) {
      first ??= { text: expression.replace(/\s+/g, ' '), line };
      count += 1;
    },
    report(warn) {
      if (first === undefined) return;
      const shown = first.text.length > MAX_SHOWN ? `${first.text.slice(0, MAX_SHOWN)}…` : first.text;
      const [what, they, are] =
        count === 1
          ? [shown, 'it', 'is']
          : [`${shown} and ${count - 1} more ${count === 2 ? 'expression' : 'expressions'}`, 'they', 'are'];
      const text = `${what} cannot be shown, because code is never run, so ${they} ${are} left out. Say in the text what ${they} ${count === 1 ? 'shows' : 'show'}.`;
      warn(first.line, text, 'hidden-expression');
    },
  };
}
