import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, pick } from './measure.js';

const SECTIONS_A_PAGE = 8;
/** How often a rare word of a page is another name instead, so that the vocabulary grows with the guide as real ones do. */
const INVENTED = 0.5;

/** A guide of as many sections, made from the sentences of a real one. The same seed makes the same guide. */
export function makeGuide(real, sections, seed = 7) {
  const random = createRandom(seed);
  const sources = real.pages.flatMap((page) =>
    page.sections.map(({ heading = page.title, text }) => ({ page, heading, text })),
  );
  const counts = new Map();
  for (const { text } of sources)
    for (const [word] of text.matchAll(/[a-z]{5,}/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts.keys()];
  const sentences = sources
    .flatMap(({ text }) => text.split(/(?<=[.!?])\s+/))
    .filter((sentence) => sentence.length > 20);
  const invent = () => {
    const [one, other] = [pick(words, random), pick(words, random)];
    return one.slice(0, 3 + Math.floor(random() * 3)) + other.slice(-3 - Math.floor(random() * 2));
  };
  const pages = Array.from({ length: Math.ceil(sections / SECTIONS_A_PAGE) }, (_, number) => {
    // Names of a page's own stand where the sentences have rare words.
    const names = Array.from({ length: 6 }, invent);
    const own = (text) =>
      text.replace(/[a-z]{5,}/g, (word) => (counts.get(word) <= 2 && random() < INVENTED ? pick(names, random) : word));
    const { page, heading } = pick(sources, random);
    const title = `${own(heading)} ${names[0]}`;
    const count = Math.min(SECTIONS_A_PAGE, sections - number * SECTIONS_A_PAGE);
    return {
      ...page,
      slug: `page-${number}`,
      file: `page-${number}.md`,
      title,
      summary: own(pick(sentences, random)),
      order: number,
      aliases: [names[1]],
      keywords: [names[2], pick(words, random)],
      sections: Array.from({ length: count }, (_, place) => sectionOf(place, { sources, sentences, random, own })),
    };
  });
  return { revision: `${seed}`, pages, bySlug: new Map(pages.map((page) => [page.slug, page])) };
}

function sectionOf(place, { sources, sentences, random, own }) {
  const length = 4 + Math.floor(random() * 10);
  return {
    anchor: place === 0 ? '' : `section-${place}`,
    ...(place === 0 ? {} : { heading: own(pick(sources, random).heading) }),
    depth: place === 0 ? 0 : 2,
    content: [],
    text: Array.from({ length }, () => own(pick(sentences, random))).join(' '),
  };
}

/** Writes a guide of `makeGuide` into a folder, a Markdown file for each page. Its sentences keep no markup, so they say the same. */
export function writeGuide({ pages }, folder) {
  for (const page of pages) writeFileSync(join(folder, page.file), toMarkdown(page));
}

function toMarkdown({ title, summary, order, aliases, keywords, sections }) {
  return [
    // JSON is YAML as well.
    `---\n${Object.entries({ title, summary, order, aliases, keywords })
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
      .join('')}---`,
    ...sections.flatMap(({ heading, text }) => [
      ...(heading === undefined ? [] : [`## ${plain(heading)}`]),
      plain(text),
    ]),
    '',
  ].join('\n\n');
}

/** On one line, with nothing that Markdown takes for markup. */
function plain(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>#|~!&]/g, '\\$&')
    .replace(/^([-+=]|\d+[.)])/, '\\$1');
}
