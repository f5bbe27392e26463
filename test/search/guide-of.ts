import type { Guide, Page, Section } from '../../src/guide/page.js';

export type PageDraft = Partial<Omit<Page, 'sections'>> & {
  title: string;
  /** Under the title. */
  intro?: string;
  /** Heading → text. */
  under?: Record<string, string>;
};

/** A guide as the loader would hand it over, from as little as a test has to say. */
export const guideOf = (...drafts: PageDraft[]): Guide => {
  const pages = drafts.map(pageOf);
  return { revision: 'test', pages, bySlug: new Map(pages.map((page) => [page.slug, page])) };
};

const pageOf = ({ title, intro, under = {}, ...rest }: PageDraft, order: number): Page => {
  const slug = slugOf(title);
  return {
    slug,
    title,
    summary: '',
    order,
    aliases: [],
    keywords: [],
    sections: [
      ...(intro === undefined ? [] : [section(intro)]),
      ...Object.entries(under).map(([h, t]) => section(t, h)),
    ],
    nextSteps: [],
    sources: [],
    file: `${slug}.md`,
    ...rest,
  };
};

const section = (text: string, heading?: string): Section => ({
  anchor: heading === undefined ? '' : slugOf(heading),
  ...(heading === undefined ? {} : { heading }),
  depth: heading === undefined ? 0 : 2,
  content: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
  text,
});

const slugOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
