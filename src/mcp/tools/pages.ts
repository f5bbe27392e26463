import type { TopicGroup } from '../../answer/answer.js';
import { nextStepToJson, pageToJson } from '../../answer/answer-json.js';
import { groupName, listTopics } from '../../answer/topics.js';
import { Fields, short } from '../../api/read-fields.js';
import type { Page, Section } from '../../guide/page.js';
import { pageNamed } from '../../guide/page-directory.js';
import { plainText } from '../../guide/text.js';
import { answerMarkdown, nextSteps, pageName, sourceLine, summaryMarkdown } from '../answer-markdown.js';
import { escaped, inlineCode, markdownOf, type PageUrl } from '../markdown.js';
import {
  LIST_OF_PAGES,
  LIST_OF_TEXTS,
  listOf,
  type McpServices,
  objectOf,
  PAGE,
  type PagePart,
  refuseFirst,
  TEXT,
  type Tool,
  type ToolResult,
  textOf,
} from '../tool.js';

/** With their summaries about 5,000 words. */
const PAGES = 100;
const MAX_PAGES = 1_000_000;

export const topics: Tool = {
  name: 'list_topics',
  title: 'List the topics',
  description:
    'Lists the pages of the team’s guide in their groups, with a summary of each, 100 at a time. Use it to see what the guide is about; to find the page for a question, ask is better.',
  input: objectOf({
    from: { type: 'integer', minimum: 1, description: 'The number of the first page. Without it, the first of all.' },
  }),
  output: {
    type: 'object',
    properties: {
      total: { type: 'integer', description: 'How many pages the guide has.' },
      groups: listOf({ name: TEXT, pages: LIST_OF_PAGES }, ['name', 'pages']),
      next: { type: 'integer', description: 'Where the list goes on, if there are more.' },
    },
    required: ['total', 'groups'],
  },
  run({ services: { answers, pageUrl }, args }) {
    const fields = new Fields(args, ['from']);
    const from = fields.number('from', 1, MAX_PAGES) ?? 1;
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    const all = answers.topics();
    if (all.kind === 'no-guide') return { error: answerMarkdown(all, pageUrl) };
    const total = all.pages.length;
    if (from > total) return { error: `The guide has ${total} pages, so none begins at ${from}.` };
    const groups = windowOf(all.groups, from - 1, PAGES);
    const pages = groups.flatMap((group) => group.pages);
    const end = from - 1 + PAGES;
    const more = end < total ? `\n\nThere are ${total - end} more. Go on with from ${end + 1}.` : '';
    const shown = from === 1 && end >= total ? all : { ...listTopics(pages), pages };
    return {
      text: `${answerMarkdown({ kind: 'topics', pages, groups }, pageUrl)}${more}`,
      data: {
        total,
        groups: groups.map((group) => ({
          name: groupName(group),
          pages: group.pages.map((page) => pageToJson(page, pageUrl)),
        })),
        ...(end < total && { next: end + 1 }),
      },
      shown: { kind: 'answer', answer: shown },
    };
  },
};

/** Some of the pages, counted through the groups. */
function windowOf(groups: readonly TopicGroup[], start: number, count: number): TopicGroup[] {
  let before = 0;
  return groups.flatMap(({ path, pages }) => {
    const shown = pages.slice(Math.max(0, start - before), Math.max(0, start + count - before));
    before += pages.length;
    return shown.length === 0 ? [] : [{ path, pages: shown }];
  });
}

const MAX_NAME = 300;
const MAX_PARTS = 10_000;
/** Characters of text: some 5,000 tokens, so that a model’s reader of files would read it at once, too. */
const PART = 20_000;
/** The same for Slackbot, whose card is a message. */
const PART_OF_CARD = 6_000;

export const readPage: Tool = {
  name: 'read_page',
  title: 'Read a page',
  description: [
    'Reads a page of the team’s guide as Markdown: the whole page, or one of its sections with what stands under it.',
    'Use it when ask names a page and its passage is not enough. A long page comes in parts.',
  ].join(' '),
  input: objectOf(
    {
      page: textOf('The page’s slug, as ask and list_topics name it, or its title.', MAX_NAME),
      section: textOf('The heading or the anchor of a section. Without it, the page from its beginning.', MAX_NAME),
      part: { type: 'integer', minimum: 1, description: 'Which part of a long page. Without it, the first.' },
    },
    ['page'],
  ),
  output: {
    type: 'object',
    properties: {
      page: PAGE,
      part: { type: 'integer' },
      parts: { type: 'integer', description: 'How many parts there are.' },
      sections: { ...LIST_OF_TEXTS, description: 'The headings of the page.' },
      text: { type: 'string', description: 'Markdown.' },
    },
    required: ['page', 'part', 'parts', 'text'],
  },
  run({ services, caller, args }) {
    const fields = new Fields(args, ['page', 'section', 'part']);
    const name = fields.required('page', MAX_NAME);
    const heading = fields.optional('section', MAX_NAME);
    const number = fields.number('part', 1, MAX_PARTS) ?? 1;
    if (fields.problems.length > 0) return refuseFirst(fields.problems);
    const page = pageNamed(services.guide(), name);
    if (page === undefined) return unknownPage(services, name);
    const chosen = heading === undefined ? page.sections : sectionsAt(page, heading);
    if (chosen === undefined) return unknownSection(page, heading ?? '');
    const parts = partsOf(chosen, caller.kind === 'slack' ? PART_OF_CARD : PART);
    const of = Math.max(1, parts.length);
    if (number > of) return { error: `The page “${page.slug}” has ${of === 1 ? 'one part' : `${of} parts`}.` };
    const part: PagePart = {
      page,
      ...(heading !== undefined && chosen[0] && { section: chosen[0].anchor }),
      sections: parts[number - 1] ?? [],
      number,
      of,
    };
    const text = partMarkdown(part, services.pageUrl);
    return {
      text,
      data: {
        page: pageToJson(page, services.pageUrl),
        part: number,
        parts: of,
        sections: page.sections.flatMap((section) => section.heading ?? []),
        nextSteps: page.nextSteps.map(nextStepToJson),
        text,
      },
      shown: { kind: 'page', part },
    };
  },
};

/** A section and those below it. */
function sectionsAt({ sections }: Page, name: string): Section[] | undefined {
  const wanted = name.toLowerCase();
  const start = sections.findIndex(
    ({ anchor, heading }) => anchor !== '' && (anchor === name || heading?.toLowerCase() === wanted),
  );
  const first = sections[start];
  if (first === undefined) return undefined;
  const rest = sections.slice(start + 1);
  const end = rest.findIndex(({ depth }) => depth <= first.depth);
  return [first, ...(end === -1 ? rest : rest.slice(0, end))];
}

/** The closest pages, so that the next call finds one. */
function unknownPage({ answers, pageUrl }: Pick<McpServices, 'answers' | 'pageUrl'>, name: string): ToolResult {
  const gone = answers.openPage(name, { slugs: [] });
  if (gone.kind === 'no-guide') return { error: 'The guide has not been loaded yet. Ask again in a few minutes.' };
  const closest = gone.kind === 'page-gone' ? gone.closest : [];
  return {
    error: [
      `The guide has no page “${short(name)}”. list_topics lists all pages. The closest are:`,
      ...closest.map((page) => `- ${pageName(page, pageUrl)}`),
    ].join('\n'),
  };
}

const SHOWN_SECTIONS = 30;

function unknownSection({ sections, slug }: Page, name: string): ToolResult {
  const headings = sections.flatMap(({ heading }) => heading ?? []);
  const shown = headings.slice(0, SHOWN_SECTIONS).map((heading) => `“${short(heading)}”`);
  const more = headings.length > SHOWN_SECTIONS ? ', …' : '';
  return {
    error: `The page “${slug}” has no section “${short(name)}”. It has ${shown.length === 0 ? 'none' : `${shown.join(', ')}${more}`}.`,
  };
}

/** A part as Markdown, with the page's source below. */
function partMarkdown({ page, sections, number, of, section }: PagePart, pageUrl: PageUrl): string {
  const isFirst = number === 1 && section === undefined;
  const [opening] = sections;
  return [
    `# ${escaped(page.title)}`,
    ...(of > 1 ? [`Part ${number} of ${of}.`] : []),
    ...(isFirst && page.summary !== '' && opening?.anchor !== '' ? [summaryMarkdown(page.summary)] : []),
    ...sections.map(({ content, depth, heading }) =>
      [
        heading === undefined ? '' : `${'#'.repeat(Math.max(2, depth))} ${escaped(heading)}`,
        markdownOf(content, pageUrl),
      ]
        .filter((text) => text !== '')
        .join('\n\n'),
    ),
    ...(number < of ? [`Read on with part ${number + 1} of page ${inlineCode(page.slug)}.`] : []),
    nextSteps(page) || '',
    sourceLine(page, pageUrl, section),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/**
 * Sections in parts of at most `max` characters of text, which a model reads at once, cut between blocks. A section that is cut goes on without its heading. A block that is
 * longer alone, such as a log, is a part of its own.
 */
export function partsOf(sections: readonly Section[], max: number): Section[][] {
  const parts: Section[][] = [[]];
  let length = 0;
  for (const section of sections) {
    const { heading, ...rest } = section;
    let piece: Section = { ...section, content: [] };
    const close = (): void => {
      if (piece.content.length > 0 || piece.heading !== undefined) parts.at(-1)?.push(piece);
    };
    for (const block of section.content) {
      const size = plainText([block]).length;
      if (length > 0 && length + size > max) {
        // A heading stays with what comes under it.
        const isStart = piece.content.length === 0;
        if (!isStart) close();
        parts.push([]);
        piece = isStart ? { ...section, content: [] } : { ...rest, content: [] };
        length = 0;
      }
      piece = { ...piece, content: [...piece.content, block] };
      length += size;
    }
    close();
  }
  return parts.filter((part) => part.length > 0);
}
