import { checklistOf } from '../checklist/start-run.js';
import type { Values } from '../checklist/variables.js';
import type { Checklist, Guide, Page } from '../guide/page.js';
import { pageNamed } from '../guide/page-directory.js';
import type { Answer, ChecklistsAnswer } from './answer.js';
import { checklistsOf } from './choose-checklist.js';
import { answerQuestion, nothingFound, pageGone } from './pages.js';
import { listRuns, type RunsWanted } from './run-list.js';
import type { Sources, Where } from './sources.js';

/**
 * Finds the checklist for a topic in the person's words, or asks which of several is meant. What follows a colon is the name of the run, and
 * `service=shop` is the value of a variable.
 */
export function findChecklist(sources: Sources, text: string): Answer {
  const { text: plain, values } = splitValues(text);
  const answer = findNamedChecklist(sources, plain);
  if (Object.keys(values).length === 0) return answer;
  if (answer.kind === 'choose-checklist') return { ...answer, values };
  if (answer.kind !== 'checklist') return answer;
  const { checklist } = answer;
  if (checklist.variables.length > 0) return { ...answer, values: namedValues(checklist, values) };
  // A list that asks for nothing: what looks like a value is a part of the name.
  const { name } = splitRunName(sources.guide, text);
  return { ...answer, ...(name !== undefined && { name }) };
}

function findNamedChecklist(sources: Sources, text: string): Answer {
  const { topic, name } = splitRunName(sources.guide, text);
  const named = pageNamed(sources.guide, topic);
  const { lists, isSure, isName } = sources.findChecklists(topic);
  const run = name === undefined ? {} : { name };
  // Who names a page that has no list does not want one that only mentions it.
  if (named !== undefined && named.checklists.length === 0 && !isName)
    return { kind: 'no-checklist', page: named, alternatives: lists.slice(0, MAX_ALTERNATIVES), ...run };
  const [list] = lists;
  if (list !== undefined) {
    return isSure
      ? { kind: 'checklist', ...list, ...run }
      : { kind: 'choose-checklist', topic, candidates: lists, ...run };
  }
  const found = sources.search.find(topic);
  const [best] = found.matches;
  if (best === undefined || found.confidence === 'nothing') return nothingFound(sources, topic, found);
  if (best.page.checklists.length === 0) return { kind: 'no-checklist', page: best.page, alternatives: [], ...run };
  // The page is about it, but its lists do not say so.
  if (found.confidence !== 'sure') return nothingFound(sources, topic, found);
  return { kind: 'choose-checklist', topic, candidates: checklistsOf([best.page]), ...run };
}

/** The same for a runbook, which may also be a page without a list. */
export function findRunbook(sources: Sources, text: string): Answer {
  const question = `${splitRunName(sources.guide, text).topic} runbook`;
  if (pageNamed(sources.guide, question)?.checklists.length === 0) return answerQuestion(sources, question);
  const answer = findChecklist(sources, text);
  return answer.kind === 'checklist' || answer.kind === 'choose-checklist' ? answer : answerQuestion(sources, question);
}

const MAX_ALTERNATIVES = 3;

/** Which checklist of a page, and what is known of the run. */
export interface ChecklistWanted {
  /** The checklist's id; absent for the page's first. */
  readonly list?: string | undefined;
  readonly name?: string | undefined;
  readonly values?: Values | undefined;
}

/** One of a page's checklists. If it has none: those of other pages that are about the same. */
export function openChecklist(sources: Sources, slug: string, { list, name, values }: ChecklistWanted = {}): Answer {
  const page = sources.guide.bySlug.get(slug);
  if (page === undefined) return pageGone(sources, slug);
  const run = name === undefined ? {} : { name };
  const checklist = checklistOf(page, list);
  if (checklist)
    return { kind: 'checklist', page, checklist, ...run, ...(values && { values: namedValues(checklist, values) }) };
  // The list of an old button may have another name by now.
  if (page.checklists.length > 0) {
    const candidates = checklistsOf([page]);
    return { kind: 'choose-checklist', topic: page.title, candidates, ...run, ...(values && { values }) };
  }
  const { lists } = sources.findChecklists(page.title);
  return { kind: 'no-checklist', page, alternatives: lists.slice(0, MAX_ALTERNATIVES), ...run };
}

/** The channel's runs, and the checklists that can be posted. */
export async function listChecklists(
  { guide, findRuns }: Sources,
  where: Where,
  wanted: RunsWanted = {},
): Promise<ChecklistsAnswer> {
  const text = wanted.text?.slice(0, RUN_NAME_LENGTH).trim();
  const archived = wanted.archived ?? false;
  const words = (text ?? '').toLowerCase().split(/\s+/);
  const fits = ({ title, checklists }: Page): boolean =>
    checklists.some((checklist) => words.every((word) => `${title} ${checklist.title}`.toLowerCase().includes(word)));
  return {
    kind: 'checklists',
    pages: archived ? [] : guide.pages.filter(fits),
    ...(text && { text }),
    ...(archived && { archived }),
    ...(wanted.from !== undefined && { from: wanted.from }),
    ...(findRuns && { runs: await listRuns(findRuns, where, { ...wanted, text }) }),
  };
}

/** A longer name does not fit in a header together with the title. */
export const RUN_NAME_LENGTH = 80;

/**
 * Splits "going live: shop-api 2.4" into the topic and the name of the run, at the first colon, or at the colon after a page's name
 * if that has colons itself ("CI: the basics: shop-api 2.4").
 */
export function splitRunName(guide: Guide, text: string): { topic: string; name?: string } {
  const whole = text.trim();
  const colon = whole.indexOf(':');
  if (colon === -1) return { topic: whole };
  const end = nameBeforeColon(guide, whole) ?? colon;
  const name = whole.slice(end).replace(/^\s*:/, '').trim();
  // Half a surrogate pair would be an invalid character.
  const cut = name.slice(0, RUN_NAME_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
  return { topic: whole.slice(0, end).trim(), ...(name !== '' && { name: cut }) };
}

/** The length of the longest name of a page or a checklist that a text begins with, before a colon or the end. */
function nameBeforeColon({ pages }: Guide, text: string): number | undefined {
  const lengths = pages
    .flatMap(({ slug, title, aliases, checklists }) => [
      slug,
      title,
      ...aliases,
      ...checklists.map((list) => list.title),
    ])
    .filter((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase())
    .map(({ length }) => length)
    .filter((length) => length > 0 && /^\s*(?::|$)/.test(text.slice(length)));
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}

/** A longer value fits no variable. */
const QUOTED = 300;

/** `service=shop`, `note="two words"`. Word processors and phones turn straight quotes into curly ones. */
const VALUE = new RegExp(
  `(?<=^|\\s)([A-Za-z_][\\w-]{0,39})=(?:"([^"]{0,${QUOTED}})"|[“„]([^”“]{0,${QUOTED}})[”“]|'([^']{0,${QUOTED}})'|([^\\s"“„']\\S*)?)(?=\\s|$)`,
  'gu',
);

/** Takes the values of variables out of what somebody typed: `release: shop-api 2.4 service=shop`. Of a name that is there twice, the last. */
export function splitValues(text: string): { readonly text: string; readonly values: Values } {
  const values: Record<string, string> = Object.create(null);
  const rest = text.replace(VALUE, (_, name: string, ...quoted: (string | undefined)[]) => {
    values[name] = quoted.slice(0, 4).find((value) => value !== undefined) ?? '';
    return '';
  });
  return { text: rest.replace(/\s+/gu, ' ').trim(), values: { ...values } };
}

/** The values under the names that the checklist declares: for people, "Service" and "service" are the same. */
export function namedValues({ variables }: Pick<Checklist, 'variables'>, values: Values): Values {
  const declared = new Map(variables.map(({ name }) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [declared.get(name.toLowerCase()) ?? name, value]),
  );
}
