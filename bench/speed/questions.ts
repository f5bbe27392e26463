import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { createAnswers } from '../../src/answer/answers.js';
import { loadGuide } from '../../src/guide/load.js';
import { createSearch } from '../../src/search/search.js';
import { createRandom, pick } from '../measure.js';

const content = fileURLToPath(new URL('../../content', import.meta.url));

/**
 * Distinct questions with the heading of the card that answers each, as the program itself answers them outside of the server:
 * the shipped questions, alone and with a word of the guide after them, and the headings and words of its pages.
 * @param folder the guide that is asked; the one that ships where it is absent
 */
export async function makeQuestions(count, folder = content) {
  const { guide } = await loadGuide({ folder });
  const answers = createAnswers(guide, createSearch(guide));
  const asked = parse(readFileSync(`${content}/questions.yml`, 'utf8')).map(({ question }) => question);
  const random = createRandom(20);
  const any = (list) => pick(list, random);
  const words = [
    ...new Set(
      guide.pages.flatMap((page) => page.sections.flatMap(({ text }) => text.match(/[a-z][a-z-]{3,}/gi) ?? [])),
    ),
  ];
  const headings = guide.pages.flatMap((page) => [
    page.title,
    ...page.sections.flatMap(({ heading }) => heading ?? []),
  ]);
  const shapes = [
    () => `${any(asked)} ${any(words)}`,
    () => `how do I ${any(words)} ${any(words)} for ${any(headings)}?`,
    () => `${any(headings)} ${any(words)}`,
    () => `${any(words)} ${any(words)}`,
  ];
  const questions = new Map();
  const add = async (question) => {
    if (questions.has(question)) return;
    const answer = await answers.toRequest({ installation: 'T0001', channel: 'C1', user: 'U1', text: question });
    questions.set(question, headingOf(answer));
  };
  for (const question of asked) await add(question);
  while (questions.size < count) await add(any(shapes)());
  return questions;
}

function headingOf(answer) {
  if (answer.kind === 'page') return answer.page.title;
  return answer.kind === 'results' ? 'Did you mean one of these?' : undefined;
}

/** Whether a reply is the card that was expected; of kinds without a page, that it is a message at all. */
export function createCheck(questions) {
  return (question, { status, body }) => {
    if (status !== 200) return false;
    const heading = questions.get(question);
    if (heading === undefined) return body.includes('"blocks":[');
    return body.includes(`"type":"header","text":{"type":"plain_text","text":${JSON.stringify(heading)}`);
  };
}
