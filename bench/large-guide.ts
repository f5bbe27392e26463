import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guide, Section } from '../src/guide/page.js';
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
  for (const page of pages) {
    const { title, summary, order, aliases, keywords } = page;
    // JSON is valid YAML.
    const fields = Object.entries({ title, summary, order, aliases, keywords }).map(
      ([name, value]) => `${name}: ${JSON.stringify(value)}\n`,
    );
    const sections = page.sections.flatMap(({ heading, text }) => [
      ...(heading === undefined ? [] : [`## ${escapeMarkdown(heading)}`]),
      escapeMarkdown(text),
    ]);
    writeFileSync(join(folder, page.file), [`---\n${fields.join('')}---`, ...sections, ''].join('\n\n'));
  }
}

/** On one line, with every character that Markdown would read as markup escaped. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');
}
