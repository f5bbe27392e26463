import type { TopicGroup } from '../../answer/answer.js';
import { pageToJson } from '../../answer/answer-json.js';
import { groupName, listTopics } from '../../answer/topics.js';
import { Fields } from '../../api/read-fields.js';
import { answerMarkdown } from '../answer-markdown.js';
import { LIST_OF_PAGES, listOf, TEXT } from '../schemas.js';
import { objectOf, refuseFirst, type Tool } from '../tool.js';

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
