import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createAnswers } from '../../src/answer/answers.js';
import { loadGuide } from '../../src/guide/load.js';
import { createSearch } from '../../src/search/search.js';
import { createRandom, pick, projectPath, required } from '../measure.js';
import type { IsRight } from './server.js';

const content = projectPath('content');

/** Questions, each with the heading of the card that answers it; undefined if the answer is a message without a heading. */
export type ExpectedHeadings = ReadonlyMap<string, string | undefined>;

/**
 * Distinct questions with the answers that the app gives without a server: the shipped questions, alone and followed by a word
 * of the guide, and the headings and words of its pages.
 * @param folder the guide to ask; by default the one that ships
 */
export async function makeQuestions(count: number, folder = content): Promise<ExpectedHeadings> {
  const { guide } = await loadGuide({ folder });
  const answers = createAnswers(guide, createSearch(guide));
  const shipped: { question: string }[] = parse(readFileSync(`${content}/questions.yml`, 'utf8'));
  const asked = shipped.map(({ question }) => question);
  const random = createRandom(20);
  const any = (list: readonly string[]) => pick(list, random);
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
  const questions = new Map<string, string | undefined>();
  const add = async (text: string) => {
    if (questions.has(text)) return;
    const answer = await answers.toRequest({ installation: 'T0001', channel: 'C1', user: 'U1', text });
    questions.set(text, headingOf(answer));
  };
  for (const question of asked) await add(question);
  while (questions.size < count) await add(pick(shapes, random)());
  return questions;
}

type Answer = Awaited<ReturnType<ReturnType<typeof createAnswers>['toRequest']>>;

function headingOf(answer: Answer): string | undefined {
  if (answer.kind === 'page') return answer.page.title;
  return answer.kind === 'results' ? 'Several pages could answer this' : undefined;
}

/** Checks that a reply is a message with the expected heading. It only searches the text: parsing would slow the benchmark down. */
export function createCheck(questions: ExpectedHeadings): IsRight {
  const expected = new Map(
    [...questions].map(([question, heading]) => [
      question,
      heading === undefined
        ? '"blocks":['
        : `"type":"header","text":{"type":"plain_text","text":${JSON.stringify(heading)}`,
    ]),
  );
  return (question, { status, body }) => status === 200 && body.includes(required(expected.get(question), 'question'));
}
