import GithubSlugger from 'github-slugger';
import { checkLengths } from './check-lengths.js';
import { type CutSection, cutSections } from './cut-sections.js';
import { deriveSummary } from './derive-summary.js';
import { findChecklists } from './find-checklist.js';
import { readFoundingFields } from './founding-fields.js';
import type { Section } from './page.js';
import type { ParsedPage } from './page-draft.js';
import { parseMarkdown } from './parse-markdown.js';
import { plainText } from './plain-text.js';
import type { Problem } from './problem.js';
import { readPageFields } from './read-page-fields.js';
import { readableName } from './readable-name.js';
import type { SourceFile } from './source-file.js';
import { splitFrontMatter } from './split-front-matter.js';
import { tidyBlocks } from './tidy-tree.js';
import { readYamlFields } from './yaml-fields.js';

/** One file → one page on its own, with everything that is wrong with it. Pure; may take long on hostile text. */
export function parsePage(source: SourceFile): ParsedPage {
  const { file } = source;
  const split = splitFrontMatter(source);
  const raw =
    split.dialect === 'founding' ? readFoundingFields(split.matter, file) : readYamlFields(split.matter, file);
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
        const text = `"${heading}" is a second checklist; a page has one, "${checklist?.heading}" on line ${checklist?.line}, so move this one to a page of its own`;
        return { severity: 'warning', file, line, text };
      }),
      ...leftOut.map(({ count, reason, under, line }): Problem => {
        const [items, them, are] = count === 1 ? ['a list item', 'it', 'is'] : [`${count} list items`, 'them', 'are'];
        const remedy = {
          unreadable: `write ${them} with a text and outside of quotations`,
          apart: `move ${them} up, above every other heading that says "checklist", or out of the checklist`,
        }[reason];
        const text = `"${under}" has ${items} that ${are} left out of the checklist "${checklist?.heading}"; ${remedy}`;
        return { severity: 'warning', file, line, text };
      }),
      ...empty.map(({ heading, line }): Problem => {
        return {
          severity: 'warning',
          file,
          line,
          text: `"${heading}" has no items; write them as a list under this heading`,
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
