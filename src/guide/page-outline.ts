import { readPageFields } from './front-matter/page-fields.js';
import { readFrontMatter } from './front-matter/read.js';
import { splitFrontMatter } from './front-matter/split.js';
import { parseBody } from './parse/page-body.js';
import { cutSections } from './parse/sections.js';
import type { SourceFile } from './source-file.js';

/** What an author wrote into a page and where, for tools that say what is missing. Lines count from 1. */
export interface PageOutline {
  /** Absent if the summary is taken from the text. */
  readonly summaryLine?: number;
  readonly keywordsLine?: number;
  /** Those that start a section, in their order: not the page's title. */
  readonly headings: readonly { readonly text: string; readonly line: number }[];
}

/** @throws PageError if the page is beyond the limits of a page */
export function readOutline(source: SourceFile): PageOutline {
  const split = splitFrontMatter(source);
  const raw = readFrontMatter(split, source.file).fields;
  const { summary, title } = readPageFields(raw, source.file).fields;
  const { sections } = cutSections(parseBody(split, source.file), title?.text);
  const keywords = raw.get('keywords');
  return {
    ...(summary && { summaryLine: summary.line }),
    ...(keywords && { keywordsLine: keywords.line }),
    headings: sections.slice(1).map(({ heading, line }) => ({ text: heading, line })),
  };
}
