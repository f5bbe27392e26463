import type { Answer, PageAnswer, Request, Trail } from './answer.js';
import type { Answers } from './answers.js';
import { checklistsOf } from './choose-checklist.js';

/** Where a person is in a conversation: what the last answer showed. Small, because it is stored for each of them. */
export interface ConversationPlace {
  /** The page that was shown. */
  readonly page?: string;
  /** How they came to it. */
  readonly trail: Trail;
  /** What a number chooses, the first by 1. */
  readonly choices: readonly Choice[];
}

/** Something in a list that was shown: a page, a checklist of a page, or a question. */
export type Choice =
  | { readonly page: string }
  | { readonly checklist: string; readonly list?: string }
  | { readonly question: string };

/** What was asked for needs a place that the conversation does not have. */
export interface NoPlaceAnswer {
  readonly kind: 'no-place';
  readonly wanted: 'next' | 'back' | 'number';
  /** How many choices there were. */
  readonly choices: number;
}

/** Somebody is polite, and asks nothing. */
export interface ThanksAnswer {
  readonly kind: 'thanks';
}

/** What is said in a conversation about the conversation, and not by the guide. */
export type Aside = NoPlaceAnswer | ThanksAnswer;

export function isAside(answer: Answer | Aside): answer is Aside {
  return answer.kind === 'no-place' || answer.kind === 'thanks';
}

/** "thanks", "Thank you very much!", "ok, great". */
const THANKS =
  /^(?:(?:ok|okay|great|perfect|cool|nice|super|awesome|got it|many|thanks|thank you|thx|ty|cheers|so much|very much|a lot|again|all good|that helped|\u{1F44D}|\u{1F64F}|:\+1:|:thumbsup:|:pray:)(?: ?[,.!]+ ?| |$))+$/iu;

/** Whether a text is a word of thanks or agreement and nothing else: no question that the guide could not answer. */
export function isThanks(text: string): boolean {
  return text.length <= 60 && THANKS.test(text.replace(/\s+(?=[,.!])/g, '').trim());
}

/** Numbers of one digit are enough to choose from, and to read. */
export const MAX_CHOICES = 9;
const MAX_TRAIL = 10;

/**
 * Answers a line of a conversation. "next", "back", "checklist" and a number are about what was shown last; everything else is a request as
 * anywhere else.
 * @param place undefined at the beginning, or if it is not known
 */
export async function converse(
  answers: Pick<Answers, 'toRequest' | 'openPage' | 'openChecklist'>,
  request: Request,
  place: ConversationPlace | undefined,
): Promise<Answer | Aside> {
  if (isThanks(request.text)) return { kind: 'thanks' };
  const word = toWord(request.text);
  const missing = (wanted: NoPlaceAnswer['wanted']): NoPlaceAnswer => ({
    kind: 'no-place',
    wanted,
    choices: place?.choices.length ?? 0,
  });
  if (NUMBER.test(word)) {
    const choice = place?.choices[Number(word.replace('#', '')) - 1];
    return choice === undefined ? missing('number') : choose(answers, request, choice, place);
  }
  switch (word) {
    case 'next': {
      const answer = place?.page === undefined ? undefined : answers.openPage(place.page, place.trail);
      const [step] = answer?.kind === 'page' ? stepsOf(answer) : [];
      return step === undefined || place === undefined ? missing('next') : answers.openPage(step, onwards(place));
    }
    case 'back': {
      const { slugs = [], ...trail } = place?.trail ?? {};
      const before = slugs.at(-1);
      return before === undefined ? missing('back') : answers.openPage(before, { ...trail, slugs: slugs.slice(0, -1) });
    }
    case 'checklist':
      if (place?.page !== undefined) return answers.openChecklist(place.page);
  }
  return answers.toRequest(request);
}

const NUMBER = /^#?\d{1,2}$/;
const MOVES: ReadonlySet<string> = new Set(['next', 'back', 'checklist']);

function toWord(text: string): string {
  return text.slice(0, 50).trim().toLowerCase().replace(/[.!]$/, '');
}

/** Whether a line is about what was shown last, and no question of its own. */
export function isAboutLastAnswer(text: string): boolean {
  const word = toWord(text);
  return NUMBER.test(word) || MOVES.has(word);
}

function choose(
  answers: Pick<Answers, 'toRequest' | 'openPage' | 'openChecklist'>,
  request: Request,
  choice: Choice,
  place: ConversationPlace | undefined,
): Answer | Promise<Answer> {
  if ('question' in choice) return answers.toRequest({ ...request, text: choice.question });
  if ('checklist' in choice) return answers.openChecklist(choice.checklist, { list: choice.list });
  return answers.openPage(choice.page, place === undefined ? { slugs: [] } : onwards(place));
}

/** The trail to a page that is opened from this place. */
function onwards({ page, trail }: ConversationPlace): Trail {
  return page === undefined ? trail : { ...trail, slugs: [...trail.slugs, page].slice(-MAX_TRAIL) };
}

function stepsOf({ page }: PageAnswer): string[] {
  return page.nextSteps.flatMap(({ to }) => (to.kind === 'page' ? [to.slug] : []));
}

const TOP: Trail = { slugs: [] };

/** A choice with what it is called. */
export type NamedChoice = Choice & { readonly text: string };

/** What a number chooses after an answer, best first. */
export function choicesOf(answer: Answer): readonly NamedChoice[] {
  return allChoices(answer).slice(0, MAX_CHOICES);
}

function allChoices(answer: Answer): NamedChoice[] {
  const pages = (found: readonly { readonly slug: string; readonly title: string }[]): NamedChoice[] =>
    found.map(({ slug, title }) => ({ page: slug, text: title }));
  switch (answer.kind) {
    case 'page':
      return answer.page.nextSteps.flatMap(({ text, to }) => (to.kind === 'page' ? [{ page: to.slug, text }] : []));
    case 'results':
      return pages(answer.results.map(({ page }) => page));
    case 'nothing-found':
    case 'page-gone':
      return pages(answer.closest);
    case 'topics':
      return pages(answer.pages);
    case 'checklists':
      return checklistsOf(answer.pages).map(({ page, checklist }) => ({
        checklist: page.slug,
        list: checklist.id,
        text: checklist.title,
      }));
    case 'choose-checklist':
    case 'no-checklist':
      return (answer.kind === 'no-checklist' ? answer.alternatives : answer.candidates).map(({ page, checklist }) => ({
        checklist: page.slug,
        list: checklist.id,
        text: checklist.title,
      }));
    case 'help':
      return answer.examples.map((question) => ({ question, text: question }));
    default:
      return [];
  }
}

/** Characters of a question that are remembered. With a longer one, Back shows the page without its passage. */
const QUESTION = 300;

/** The place that an answer leads to. An answer that shows no page and no list leaves the conversation where it was. */
export function placeAfter(answer: Answer | Aside, before: ConversationPlace | undefined): ConversationPlace {
  const here = before ?? { trail: TOP, choices: [] };
  switch (answer.kind) {
    case 'page':
      return { page: answer.page.slug, trail: bounded(answer.trail), choices: bare(choicesOf(answer)) };
    case 'checklist': {
      const { slug } = answer.page;
      // Back leads to the list's page.
      const trail = here.page === slug ? onwards(here) : { slugs: [slug] };
      return { page: slug, trail, choices: [] };
    }
    case 'results':
      return { trail: bounded({ slugs: [], question: answer.question }), choices: bare(choicesOf(answer)) };
    case 'no-place':
    case 'thanks':
    case 'search':
    case 'report':
    case 'forget-me':
    case 'settings':
    case 'no-guide':
      return here;
    default:
      return { trail: TOP, choices: bare(choicesOf(answer)) };
  }
}

function bounded({ slugs, question, section }: Trail): Trail {
  return {
    slugs: slugs.slice(-MAX_TRAIL),
    ...(question !== undefined && question.length <= QUESTION && { question }),
    ...(section !== undefined && { section }),
  };
}

function bare(choices: readonly NamedChoice[]): Choice[] {
  return choices.map(({ text: _, ...choice }) => choice as Choice);
}

/** A place as it is stored. */
export function writePlace(place: ConversationPlace): string {
  return JSON.stringify({ v: 1, ...place });
}

/** Reads a place back; undefined where another release wrote it. */
export function readPlace(stored: string): ConversationPlace | undefined {
  let read: unknown;
  try {
    read = JSON.parse(stored);
  } catch {
    return undefined;
  }
  const { v, page, trail, choices } = (read ?? {}) as Record<string, unknown>;
  const isRight =
    v === 1 &&
    isOptional(page) &&
    hasTexts(trail, ['question', 'section']) &&
    Array.isArray((trail as Partial<Trail>).slugs) &&
    (trail as Trail).slugs.every((slug) => typeof slug === 'string') &&
    Array.isArray(choices) &&
    choices.every((choice) => hasTexts(choice, ['page', 'checklist', 'list', 'question']) && isChoice(choice));
  return isRight ? { ...(page !== undefined && { page: page as string }), trail: trail as Trail, choices } : undefined;
}

function isOptional(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function hasTexts(value: unknown, fields: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return fields.every((field) => isOptional((value as Record<string, unknown>)[field]));
}

function isChoice(choice: object): boolean {
  return 'page' in choice || 'checklist' in choice || 'question' in choice;
}
