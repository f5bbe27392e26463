import type { Checklist, LinkTarget, NextStep, Page } from '../guide/page.js';
import { plainText } from '../guide/text.js';
import type { Answer, ChecklistOfPage, Passage } from './answer.js';

/** The address where a page is published, if it is. */
type PageUrl = (target: Extract<LinkTarget, { kind: 'page' }>) => string | undefined;

/**
 * An answer as JSON for programs: pages by slug and title, texts without Markdown.
 * @param pageUrl adds the addresses of pages
 */
export function answerToJson(answer: Answer, pageUrl: PageUrl = () => undefined): Record<string, unknown> {
  const { kind } = answer;
  const named = (page: Page) => pageToJson(page, pageUrl);
  switch (kind) {
    case 'page': {
      const { page, passage, secondPassage, keyword, others, corrections, secondQuestion } = answer;
      return {
        kind,
        page: named(page),
        ...(passage && { passage: passageOf(passage) }),
        ...(secondPassage && { secondPassage: passageOf(secondPassage) }),
        ...(keyword !== undefined && { keyword }),
        nextSteps: page.nextSteps.map(nextStepToJson),
        checklists: page.checklists.map(checklistToJson),
        others: others.map(named),
        ...(secondQuestion !== undefined && { secondQuestion }),
        corrections,
      };
    }
    case 'results': {
      const { question, results, corrections, secondQuestion } = answer;
      const matches = results.map(({ page, passage }) => ({
        ...named(page),
        ...(passage && { passage: passageOf(passage) }),
      }));
      return { kind, question, results: matches, corrections, ...(secondQuestion !== undefined && { secondQuestion }) };
    }
    case 'nothing-found': {
      const { question, searchedWords, unknownWords, related, closest, corrections } = answer;
      return { kind, question, searchedWords, unknownWords, related, closest: closest.map(named), corrections };
    }
    case 'checklist':
      return { kind, page: named(answer.page), checklist: checklistToJson(answer.checklist) };
    case 'choose-checklist':
      return { kind, topic: answer.topic, candidates: answer.candidates.map(placeOf) };
    case 'no-checklist':
      return { kind, page: named(answer.page), alternatives: answer.alternatives.map(placeOf) };
    case 'topics':
      return {
        kind,
        pages: answer.pages.map((page) => ({ ...named(page), ...(page.group && { group: page.group }) })),
      };
    case 'checklists':
      return {
        kind,
        pages: answer.pages.map((page) => ({
          ...named(page),
          checklists: page.checklists.map(({ id, title }) => ({ id, title })),
        })),
      };
    case 'help':
      return { kind, commands: answer.commands, examples: answer.examples };
    case 'search':
    case 'report':
    case 'forget-me':
    case 'settings':
    case 'no-guide':
      return { kind };
    case 'page-gone':
      return { kind, slug: answer.slug, closest: answer.closest.map(named) };
  }
}

function passageOf({ section, path, content }: Passage) {
  return { anchor: section.anchor, heading: section.heading ?? null, path, text: plainText(content) };
}

/** What a list says of a page. */
export function pageToJson({ slug, title, summary }: Page, pageUrl: PageUrl) {
  const url = pageUrl({ kind: 'page', slug });
  return { slug, title, summary, ...(url !== undefined && { url }) };
}

/** Where a page leads. */
export function nextStepToJson({ text, to }: NextStep) {
  return { text, ...(to.kind === 'page' ? { page: to.slug } : { url: to.url }) };
}

/** Where a checklist stands. */
function placeOf({ page, checklist: { id, title } }: ChecklistOfPage) {
  return { page: page.slug, id, title };
}

function checklistToJson({ id, items, phases, title }: Checklist) {
  return {
    id,
    title,
    ...(phases.length > 0 && { phases }),
    items: items.map(({ id: item, title, detail, phase, parent, rules }) => ({
      id: item,
      title,
      detail: plainText(detail),
      ...(phase !== undefined && { phase }),
      ...(parent !== undefined && { parent }),
      ...(Object.keys(rules).length > 0 && { rules }),
    })),
  };
}
