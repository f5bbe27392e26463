import GithubSlugger from 'github-slugger';
import { type FoundChecklist, findChecklists } from '../checklists.js';
import { readLegacyFields } from '../front-matter/legacy.js';
import { readPageFields } from '../front-matter/page-fields.js';
import { splitFrontMatter } from '../front-matter/split.js';
import { readYamlFields } from '../front-matter/yaml.js';
import type { Section } from '../page.js';
import type { Problem } from '../problem.js';
import { readableName } from '../slugs.js';
import type { SourceFile } from '../source-file.js';
import { plainText, shorten, splitSentences } from '../text.js';
import { checkFrontMatterLimit } from './limits.js';
import { parseMarkdown } from './markdown.js';
import type { PageFields, ParsedPage } from './page-draft.js';
import { type CutSection, cutSections } from './sections.js';
import { tidyBlocks } from './tree.js';

/** Turns one file into one page, with everything that is wrong with it. @throws PageError where it is beyond the limits of a page */
export function parsePage(source: SourceFile): ParsedPage {
  const { file } = source;
  const split = splitFrontMatter(source);
  checkFrontMatterLimit(split.matter);
  const raw = split.dialect === 'legacy' ? readLegacyFields(split.matter, file) : readYamlFields(split.matter, file);
  const { fields, problems } = readPageFields(raw.fields, file);

  const cut = cutSections(parseMarkdown(split.body, split.bodyLine), fields.title?.text);
  const title = fields.title ?? cut.title ?? { text: readableName(file), line: 1 };
  const sections = finishSections(cut.sections);
  const { checklists, empty, leftOut } = findChecklists(cut.sections);
  const [checklist, ...otherChecklists] = checklists;

  return {
    draft: {
      file,
      title: title.text,
      summary: fields.summary?.text ?? deriveSummary(sections),
      aliases: fields.aliases,
      keywords: fields.keywords,
      sections,
      choices: fields.choices,
      sources: fields.sources,
      ...(fields.slug && { slug: fields.slug }),
      ...(fields.order === undefined ? {} : { order: fields.order }),
      ...(fields.updated === undefined ? {} : { updated: fields.updated }),
      ...(checklist && { checklist: { heading: checklist.heading, items: checklist.items.map(({ item }) => item) } }),
    },
    problems: [
      ...split.problems,
      ...raw.problems,
      ...problems,
      ...checkLengths(file, title, fields, checklist),
      ...otherChecklists.map(({ heading, line }): Problem => {
        const text = `"${heading}" is a second checklist. A page can have one, and this page has "${checklist?.heading}" on line ${checklist?.line}. Move this one to its own page.`;
        return { severity: 'warning', file, line, text };
      }),
      ...leftOut.map(({ count, reason, under, line }): Problem => {
        const [items, them, are] = count === 1 ? ['a list item', 'it', 'is'] : [`${count} list items`, 'them', 'are'];
        const remedy = {
          unreadable: `Give ${them} a text and move ${them} out of quotations.`,
          apart: `Move ${them} above every other heading that says "checklist", or out of the checklist.`,
        }[reason];
        const text = `"${under}" has ${items} that ${are} not part of the checklist "${checklist?.heading}". ${remedy}`;
        return { severity: 'warning', file, line, text };
      }),
      ...empty.map(({ heading, line }): Problem => {
        return {
          severity: 'warning',
          file,
          line,
          text: `"${heading}" has no items. Write them as a list under this heading.`,
        };
      }),
    ],
  };
}

function finishSections([introduction, ...others]: readonly CutSection[]): Section[] {
  const slugger = new GithubSlugger();
  const content = tidyBlocks(introduction?.blocks ?? []);
  return [
    { anchor: '', depth: 0, content, text: plainText(content) },
    ...others.map(({ heading, depth, blocks }): Section => {
      const sectionContent = tidyBlocks(blocks);
      const anchor = slugger.slug(heading) || slugger.slug('section');
      return { anchor, heading, depth, content: sectionContent, text: plainText(sectionContent) };
    }),
  ];
}

const MAX_CHARACTERS = 300;
const MAX_SENTENCES = 2;

/**
 * The first sentence or two of the introduction, at most 300 characters of plain text; where the introduction has no paragraph, of the
 * first section that has one. Remarks in boxes, code and lists do not introduce a page.
 */
export function deriveSummary(sections: readonly Section[]): string {
  const paragraphs = sections.flatMap((section) => section.content).filter((node) => node.type === 'paragraph');
  const text =
    paragraphs.map((paragraph) => plainText([paragraph])).find((candidate) => /\p{L}/u.test(candidate)) ?? '';
  let summary = '';
  for (const sentence of splitSentences(text).slice(0, MAX_SENTENCES)) {
    if ((summary + sentence).trim().length > MAX_CHARACTERS) break;
    summary += sentence;
  }
  return (summary.trim() || shorten(text, MAX_CHARACTERS)).replace(/\s+/g, ' ');
}

const MAX_TITLE = 150;
const MAX_SUMMARY = 300;
const MAX_BUTTON = 75;
const MAX_ITEM_TITLE = 75;

/** Warns of what a card or a button would cut, with a shorter text that the author could take, and of items that are long to read. */
export function checkLengths(
  file: string,
  title: { readonly text: string; readonly line: number },
  fields: PageFields,
  checklist: FoundChecklist | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const warn = (name: string, line: number, advice: string): void => {
    problems.push({ severity: 'warning', file, line, text: `${name}: ${advice}` });
  };
  const check = (name: string, text: string, line: number, limit: number): void => {
    if (text.length <= limit) return;
    const advice = `and only ${limit} fit everywhere. Shorten it, for example to "${shorten(text, limit)}".`;
    warn(name, line, `has ${text.length} characters, ${advice}`);
  };
  check('title', title.text, title.line, MAX_TITLE);
  if (fields.summary) check(fields.summary.name, fields.summary.text, fields.summary.line, MAX_SUMMARY);
  for (const { text, to } of fields.choices) {
    if (text !== undefined) check(to.name.replace(/(?:to|url)$/, 'text'), text, to.line, MAX_BUTTON);
  }
  checklist?.items.forEach(({ item, line }, index) => {
    if (item.title.length <= MAX_ITEM_TITLE) return;
    const advice = `${MAX_ITEM_TITLE} can be read at a glance. Move the rest to a paragraph below it.`;
    warn(
      `"${checklist.heading}", item ${index + 1}`,
      line ?? checklist.line,
      `has ${item.title.length} characters, and ${advice}`,
    );
  });
  return problems;
}
