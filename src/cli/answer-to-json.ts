import type { Answer } from '../answer/answer.js';
import type { Checklist, NextStep, Page } from '../guide/page.js';
import { plainText } from '../guide/text.js';

/** An answer as plain data, for programs: pages by slug and title, texts without Markdown. */
export function answerToJson(answer: Answer): Record<string, unknown> {
  const { kind } = answer;
  switch (kind) {
    case 'page': {
      const { page, passage, others, corrections } = answer;
      return {
        kind,
        page: named(page),
        ...(passage && {
          passage: {
            anchor: passage.section.anchor,
            heading: passage.section.heading ?? null,
            text: plainText(passage.content),
          },
        }),
        nextSteps: page.nextSteps.map(nextStep),
        ...(page.checklist && { checklist: checklistOf(page.checklist) }),
        others: others.map(named),
        corrections,
      };
    }
    case 'results': {
      const { question, results, corrections } = answer;
      const matches = results.map(({ page, section }) => ({
        ...named(page),
        anchor: section.anchor,
        heading: section.heading ?? null,
      }));
      return { kind, question, results: matches, corrections };
    }
    case 'nothing-found': {
      const { question, unknownWords, related, closest, corrections } = answer;
      return { kind, question, unknownWords, related, closest: closest.map(named), corrections };
    }
    case 'checklist':
      return { kind, page: named(answer.page), checklist: checklistOf(answer.checklist) };
    case 'no-checklist':
      return { kind, page: named(answer.page), alternatives: answer.alternatives.map(named) };
    case 'topics':
    case 'checklists':
      return { kind, pages: answer.pages.map(named) };
    case 'help':
      return { kind, commands: answer.commands, examples: answer.examples };
    case 'search':
      return { kind };
    case 'page-gone':
      return { kind, slug: answer.slug, closest: answer.closest.map(named) };
  }
}

function named({ slug, title, summary }: Page) {
  return { slug, title, summary };
}

function nextStep({ text, to }: NextStep) {
  return { text, ...(to.kind === 'page' ? { page: to.slug } : { url: to.url }) };
}

function checklistOf({ heading, items }: Checklist) {
  return {
    heading,
    items: items.map(({ title, detail }) => ({ title, detail: plainText(detail) })),
  };
}
