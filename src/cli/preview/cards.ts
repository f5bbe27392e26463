import { type Answers, createAnswers } from '../../answer/answers.js';
import type { Day } from '../../guide/dates.js';
import { overdueInWords } from '../../guide/freshness.js';
import type { Guide, Page, Section } from '../../guide/page.js';
import { createSearch } from '../../search/search.js';
import type { Message } from '../../slack/block-kit/blocks.js';
import { createPageUrl } from '../../slack/block-kit/mrkdwn/render-markdown.js';
import { renderAnswer } from '../../slack/views/render-answer.js';

/** What the Slack app would answer with: a page, or a page at one of its sections. */
export interface Card {
  readonly page: Page;
  readonly section?: Section;
  readonly message: Message;
  /** How it differs from the same card of another guide. */
  readonly change?: 'new' | 'changed';
}

/** Makes cards of a guide with the app's own renderer, as they are on a day. @param guideUrl where the pages are published */
export function createCards(guide: Guide, guideUrl: string | undefined, today: Day) {
  const answers: Answers = createAnswers(guide, createSearch(guide));
  const context = {
    pageUrl: createPageUrl(guideUrl),
    command: '/guide',
    newId: () => 'preview',
    messageUrl: () => undefined,
    ageOf: (page: Page) => overdueInWords(page, { lastChanges: guide.lastChanges }, today),
  };
  return {
    pageCard: (page: Page): Card => ({
      page,
      message: renderAnswer(answers.openPage(page.slug, { slugs: [] }), context),
    }),
    sectionCard: (page: Page, section: Section): Card => ({
      page,
      section,
      message: renderAnswer(answers.openSection(page.slug, section.anchor), context),
    }),
  };
}

export type Cards = ReturnType<typeof createCards>;

/** `Docker › Restart policies`. */
export function headingOf({ page, section }: Card): string {
  return section?.heading === undefined ? page.title : `${page.title} › ${section.heading}`;
}

/**
 * The cards that differ between two guides, page by page: the card of a page if it looks different, and one for each section that has
 * another text. Pages are compared by their slugs, sections by their anchors.
 * @param pages the pages to look at
 */
export function changedCards(pages: readonly Page[], now: Cards, base: Guide, before: Cards): Card[] {
  return pages.flatMap((page): Card[] => {
    const card = now.pageCard(page);
    const old = base.bySlug.get(page.slug);
    if (old === undefined) return [{ ...card, change: 'new' }];
    const earlier = new Map(old.sections.map((section) => [section.anchor, section]));
    const sections = page.sections.flatMap((section): Card[] => {
      const was = earlier.get(section.anchor);
      if (section.heading === undefined || section.text.trim() === '') return [];
      if (was?.heading === section.heading && contentOf(was) === contentOf(section)) return [];
      return [{ ...now.sectionCard(page, section), change: was === undefined ? 'new' : 'changed' }];
    });
    const isSame = JSON.stringify(card.message) === JSON.stringify(before.pageCard(old).message);
    return [...(isSame ? [] : [{ ...card, change: 'changed' as const }]), ...sections];
  });
}

/** Without the places in the file, which move with every line above. */
function contentOf({ content }: Section): string {
  return JSON.stringify(content, (key, value) => (key === 'position' ? undefined : value));
}
