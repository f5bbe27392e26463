import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { slug as slugify } from 'github-slugger';
import type { Guide, Page, Section } from '../src/guide/page.js';
import { createRandom, pick, type Random } from './measure.js';

const SECTIONS_PER_PAGE = 8;
/** How often a rare word is replaced by an invented one, so that the vocabulary grows with the guide as in real ones. */
const INVENTED = 0.5;

/** A guide with this many sections, made from the sentences of a real one. The same seed makes the same guide. */
export function makeGuide(real: Guide, sections: number, seed = 7): Guide {
  const random = createRandom(seed);
  const sources = real.pages.flatMap((page) =>
    page.sections.map(({ heading = page.title, text }) => ({ page, heading, text })),
  );
  const counts = new Map<string, number>();
  for (const { text } of sources)
    for (const [word] of text.matchAll(/[a-z]{5,}/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts.keys()];
  const sentences = sources
    .flatMap(({ text }) => text.split(/(?<=[.!?])\s+/))
    .filter((sentence) => sentence.length > 20);
  const inventWord = () => {
    const [one, other] = [pick(words, random), pick(words, random)];
    return one.slice(0, 3 + Math.floor(random() * 3)) + other.slice(-3 - Math.floor(random() * 2));
  };
  const pages = Array.from({ length: Math.ceil(sections / SECTIONS_PER_PAGE) }, (_, number) => {
    // Each page has its own invented names, which replace the rare words of its sentences.
    const names = Array.from({ length: 6 }, inventWord);
    const reword = (text: string) =>
      text.replace(/[a-z]{5,}/g, (word) =>
        (counts.get(word) ?? 0) <= 2 && random() < INVENTED ? pick(names, random) : word,
      );
    const { page, heading } = pick(sources, random);
    const title = `${reword(heading)} ${names[0]}`;
    const count = Math.min(SECTIONS_PER_PAGE, sections - number * SECTIONS_PER_PAGE);
    return {
      ...page,
      slug: `page-${number}`,
      file: `page-${number}.md`,
      title,
      summary: reword(pick(sentences, random)),
      order: number,
      aliases: names.slice(1, 2),
      keywords: [...names.slice(2, 3), pick(words, random)].map((text) => ({ text })),
      sections: Array.from({ length: count }, (_, index) =>
        makeSection(index, { headings: sources.map((source) => source.heading), sentences, random, reword }),
      ),
    };
  });
  return {
    revision: `${seed}`,
    pages,
    bySlug: new Map(pages.map((page) => [page.slug, page])),
    synonyms: new Map(),
    questions: [],
    leftOut: [],
    lastChanges: new Map(),
  };
}

interface Material {
  headings: readonly string[];
  sentences: readonly string[];
  random: Random;
  reword: (text: string) => string;
}

function makeSection(index: number, { headings, sentences, random, reword }: Material): Section {
  const length = 4 + Math.floor(random() * 10);
  return {
    anchor: index === 0 ? '' : `section-${index}`,
    ...(index === 0 ? {} : { heading: reword(pick(headings, random)) }),
    depth: index === 0 ? 0 : 2,
    content: [],
    text: Array.from({ length }, () => reword(pick(sentences, random))).join(' '),
  };
}

/** Writes a guide of `makeGuide` into a folder, one Markdown file for each page, with its sentences as plain text. */
export function writeGuide({ pages }: Guide, folder: string): void {
  for (const page of pages) writeFileSync(join(folder, page.file), textOf(page));
}

export interface Links {
  readonly linksPerPage: number;
  /** How many of all links lead nowhere: half of them to a page that is misspelt, a third to one that does not exist, the rest to a heading. */
  readonly broken: number;
  readonly seed?: number;
}

/**
 * Writes a guide of `makeGuide` as a team's folder would be: in subfolders, with files named after their titles, and each page links to others.
 * The same seed makes the same links.
 */
export function writeLinkedGuide({ pages }: Guide, folder: string, { linksPerPage, broken, seed = 11 }: Links): void {
  const random = createRandom(seed);
  const files = pages.map(({ title }, number) => {
    const name = slugify(title).slice(0, 60);
    return `area-${number % 40}/${number % 3 === 0 ? `part-${number % 17}/` : ''}${name}-${number.toString(36)}.md`;
  });
  const breakEach = (pages.length * linksPerPage) / Math.max(1, broken);
  let link = 0;
  let nextBroken = breakEach / 2;
  for (const [number, page] of pages.entries()) {
    const file = files[number] ?? page.file;
    const links = Array.from({ length: linksPerPage }, () => {
      const target = `/${pick(files, random)}`;
      link += 1;
      if (link < nextBroken) return target;
      nextBroken += breakEach;
      return breakLink(target, random);
    });
    const list = links.map((target, index) => `- [Related ${index + 1}](${target})`).join('\n');
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${textOf(page)}\n## See also\n\n${list}\n`);
  }
}

function breakLink(target: string, random: Random): string {
  const kind = random();
  if (kind > 5 / 6) return `${target}#no-such-heading-${Math.floor(random() * 1e6)}`;
  if (kind > 0.5) return `/${Math.floor(random() * 1e9).toString(36)}-${Math.floor(random() * 1e9).toString(36)}.md`;
  // A letter is missing in the name.
  const start = target.lastIndexOf('/') + 1;
  const place = start + 1 + Math.floor(random() * 6);
  return target.slice(0, place) + target.slice(place + 1);
}

function textOf({ title, summary, order, aliases, keywords, sections: all }: Page): string {
  // JSON is valid YAML.
  const fields = Object.entries({ title, summary, order, aliases, keywords }).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}\n`,
  );
  const sections = all.flatMap(({ heading, text }) => [
    ...(heading === undefined ? [] : [`## ${escapeMarkdown(heading)}`]),
    escapeMarkdown(text),
  ]);
  return [`---\n${fields.join('')}---`, ...sections, ''].join('\n\n');
}

/** On one line, with every character that Markdown would read as markup escaped. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');
}
