/** A question with the page that answers it, as the guide's authors wrote it into the questions file. */
export interface GuideQuestion {
  readonly question: string;
  /** A slug. */
  readonly page: string;
}

/** The names that a questions file may have, in the guide's folder. */
export const QUESTIONS_FILES: readonly string[] = ['questions.yml', 'questions.yaml'];

const FIELD = /^(?:-\s+|\s+)(question|page):\s*(\S.*?)\s*$/;
/** The same in one line: `- {question: how do I roll back?, page: rollback}`. */
const ONE_LINE = /^-\s+\{\s*question:\s*(\S.*?)\s*,\s*page:\s*([^\s,{}]+)\s*[,}]/;
/** An entry that says so has no answer in the guide. */
const NO_PAGE = 'none';

/**
 * Reads the questions of a questions file that a page answers. By hand, because the YAML parser takes longer for them than the rest of a
 * start. Help offers a few of them after asking each, so one that this reads wrongly does no harm: it is only not offered.
 */
export function scanQuestions(text: string): GuideQuestion[] {
  const questions: GuideQuestion[] = [];
  let question: string | undefined;
  const add = (asked: string, page: string): void => {
    if (page !== NO_PAGE) questions.push({ question: unquote(asked), page: unquote(page) });
  };
  for (const line of text.split(/\r?\n/)) {
    const [whole, asked = '', page = ''] = ONE_LINE.exec(line) ?? [];
    if (whole !== undefined) {
      add(asked, page);
      continue;
    }
    const [, field, value = ''] = FIELD.exec(line) ?? [];
    if (field === 'question') question = value;
    if (field !== 'page' || question === undefined) continue;
    add(question, value);
    question = undefined;
  }
  return questions;
}

function unquote(value: string): string {
  const mark = value.charAt(0);
  if (value.length < 2 || !value.endsWith(mark)) return value;
  if (mark === "'") return value.slice(1, -1).replaceAll("''", "'");
  return mark === '"' ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value;
}
