import type { Guide, Keyword, Page, Section } from '../../src/guide/page.js';

export type PageDraft = Partial<Omit<Page, 'sections' | 'keywords'>> & {
  title: string;
  /** A text, or one that leads to a section. */
  keywords?: readonly (string | Keyword)[];
  /** Under the title. */
  intro?: string;
  /** Heading → text. */
  under?: Record<string, string>;
};

/** A guide like the loader makes, from short descriptions of its pages. */
export function guideOf(...drafts: PageDraft[]): Guide {
  const pages = drafts.map(pageOf);
  return {
    revision: 'test',
    pages,
    bySlug: new Map(pages.map((page) => [page.slug, page])),
    synonyms: new Map(),
    questions: [],
    leftOut: [],
    lastChanges: new Map(),
  };
}

function pageOf({ title, intro, under = {}, keywords = [], ...rest }: PageDraft, order: number): Page {
  const slug = slugOf(title);
  return {
    slug,
    title,
    summary: '',
    order,
    aliases: [],
    keywords: keywords.map((keyword) => (typeof keyword === 'string' ? { text: keyword } : keyword)),
    sections: [
      ...(intro === undefined ? [] : [section(intro)]),
      ...Object.entries(under).map(([h, t]) => section(t, h)),
    ],
    nextSteps: [],
    checklists: [],
    sources: [],
    file: `${slug}.md`,
    ...rest,
  };
}

function section(text: string, heading?: string): Section {
  return {
    anchor: heading === undefined ? '' : slugOf(heading),
    ...(heading === undefined ? {} : { heading }),
    depth: heading === undefined ? 0 : 2,
    content: [{ type: 'paragraph', children: [{ type: 'text', value: text }] }],
    text,
  };
}

function slugOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
}
