import type { Trail } from '../../answer/answer.js';
import { insideJson } from '../ascii-json.js';
import { writeChecked } from '../checked-json.js';

/** What stands inside of a list or a text as JSON, with gaps for a question. Filled by its text as it is written inside of a value there. */
export interface Template {
  fill(gap: string): string;
}

/** A question that is longer might make a button's value forget it. */
const LONGEST = 120;
/** It belongs to no text: Unicode keeps it free for programs' own use. */
const MARK = '\uFDD0';
/** What is not written as it is; most questions have none of it. */
const ESCAPED = /[^ -~]|["\\<]/;

/** What fills a gap for this question; nothing where it is too long for a template. */
export function gapFor(question: string): string | undefined {
  if (!ESCAPED.test(question)) return question.length > LONGEST ? undefined : question;
  const inValue = writeChecked({ question }).slice(FRAME, -2);
  return inValue.length > LONGEST ? undefined : insideJson(inValue);
}

const FRAME = writeChecked({ question: '' }).length - 2;

/** Makes a template of what is rendered for a trail of a question alone; nothing where the question's length tells in it. */
export function createTemplate(render: (trail: Trail) => unknown): Template | undefined {
  const pieces = (length: number): string[] => {
    const question = MARK.repeat(length);
    return insideJson(render({ slugs: [], question })).split(insideJson(question));
  };
  const [first = '', ...others] = pieces(LONGEST);
  if (others.length + 1 !== pieces(1).length) return undefined;
  return {
    fill: (gap) => {
      let text = first;
      for (const other of others) text += gap + other;
      return text;
    },
  };
}
