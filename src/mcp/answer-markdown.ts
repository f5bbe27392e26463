import type { Answer, ChecklistOfPage, Correction, PageAnswer, Passage, ResultsAnswer } from '../answer/answer.js';
import { snippetOf } from '../answer/excerpt.js';
import { groupName } from '../answer/topics.js';
import { ruleWords } from '../checklist/rules.js';
import type { Checklist, Page } from '../guide/page.js';
import { escaped, inlineCode, linkTo, markdownOf, type PageUrl } from './markdown.js';

/** An answer as Markdown for a language model: what the guide says, where it says so, and where to go on. */
export function answerMarkdown(answer: Answer, pageUrl: PageUrl): string {
  switch (answer.kind) {
    case 'page':
      return pageMarkdown(answer, pageUrl);
    case 'results':
      return resultsMarkdown(answer, pageUrl);
    case 'nothing-found':
      return paragraphs([
        'The guide has no page that answers that. Do not answer from elsewhere as if the guide said so.',
        corrected(answer.corrections),
        answer.unknownWords.length > 0 && `Not in the guide: ${answer.unknownWords.map(inlineCode).join(', ')}.`,
        answer.closest.length > 0 && (answer.related ? 'The closest pages:' : 'The guide starts here:'),
        rows(answer.closest, pageUrl),
      ]);
    case 'checklist':
      return checklistMarkdown(answer, pageUrl);
    case 'choose-checklist':
      return paragraphs(['Several checklists could be meant:', lists(answer.candidates)]);
    case 'no-checklist':
      return paragraphs([
        `The page ${pageName(answer.page, pageUrl)} has no checklist.`,
        answer.alternatives.length > 0 && 'These are about it, too:',
        lists(answer.alternatives),
      ]);
    case 'topics':
      return paragraphs(
        answer.groups.flatMap((group) => [
          group.path.length > 0 && `## ${escaped(groupName(group))}`,
          rows(group.pages, pageUrl),
        ]),
      );
    case 'checklists':
      return answer.pages.length === 0
        ? 'No page of the guide has such a checklist.'
        : paragraphs([
            'Checklists of the guide:',
            lists(answer.pages.flatMap((page) => page.checklists.map((checklist) => ({ page, checklist })))),
          ]);
    case 'help':
      return paragraphs([
        'Ask a question in plain words, for example:',
        answer.examples.map((example) => `- ${escaped(example)}`).join('\n'),
      ]);
    case 'search':
      return 'Ask a question in plain words.';
    case 'report':
    case 'forget-me':
    case 'settings':
      return 'That works only in Slack: with the slash command, or in a direct message to the app.';
    case 'page-gone':
      return paragraphs([
        `The guide has no page ${inlineCode(answer.slug)}. The closest pages:`,
        rows(answer.closest, pageUrl),
      ]);
    case 'no-guide':
      return 'The guide has not been loaded yet. Ask again in a few minutes.';
  }
}

function paragraphs(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part).join('\n\n');
}

/** A page with its address, or with the name by which `read_page` finds it. */
export function pageName({ slug, title }: Page, pageUrl: PageUrl, anchor?: string): string {
  const url = pageUrl({ kind: 'page', slug, ...(anchor && { anchor }) });
  const name = escaped(title);
  return `${url === undefined ? `**${name}**` : linkTo(`**${name}**`, url)} (page ${inlineCode(slug)})`;
}

function rows(pages: readonly Page[], pageUrl: PageUrl): string {
  return pages
    .map((page) => `- ${pageName(page, pageUrl)}${page.summary === '' ? '' : `: ${summaryMarkdown(page.summary)}`}`)
    .join('\n');
}

function corrected(corrections: readonly Correction[]): string | false {
  return (
    corrections.length > 0 &&
    `Read as: ${corrections.map(({ read, typed }) => `${inlineCode(read)} for ${inlineCode(typed)}`).join(', ')}.`
  );
}

function pageMarkdown(answer: PageAnswer, pageUrl: PageUrl): string {
  const { page, passage, secondPassage, others, corrections, secondQuestion } = answer;
  return paragraphs([
    corrected(corrections),
    `# ${escaped(page.title)}`,
    !passage?.saysSummary && summaryMarkdown(page.summary),
    ...[passage, secondPassage].map((each) => each && passageMarkdown(each, pageUrl)),
    sourceLine(page, pageUrl, passage?.section.anchor),
    nextSteps(page),
    checklistNames(page),
    others.length > 0 && `Other pages that matched: ${others.map((other) => pageName(other, pageUrl)).join(', ')}`,
    secondQuestion !== undefined &&
      `The second question is answered elsewhere. Ask it, too: ${escaped(secondQuestion)}`,
  ]);
}

/** A summary is plain text but for code between backticks. */
export function summaryMarkdown(summary: string): string {
  return summary
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

function passageMarkdown({ content, path }: Passage, pageUrl: PageUrl): string {
  return paragraphs([path.length > 0 && `## ${path.map(escaped).join(' › ')}`, markdownOf(content, pageUrl)]);
}

/** Where it says so, for those who want to check: the page, its day, and what it is based on. */
export function sourceLine(page: Page, pageUrl: PageUrl, anchor?: string): string {
  const based = page.sources.map(({ title, url }) => linkTo(escaped(title), url)).join(', ');
  return [
    `Source: ${pageName(page, pageUrl, anchor)}${page.updated === undefined ? '' : `, updated ${page.updated}`}.`,
    ...(based === '' ? [] : [`Based on: ${based}.`]),
  ].join(' ');
}

/** Where the page leads. */
export function nextSteps({ nextSteps: steps }: Page): string | false {
  const lines = steps.map(({ text, to }) =>
    to.kind === 'page' ? `- ${escaped(text)} (page ${inlineCode(to.slug)})` : `- ${linkTo(escaped(text), to.url)}`,
  );
  return lines.length > 0 && `What to read next:\n${lines.join('\n')}`;
}

function checklistNames(page: Page): string | false {
  return (
    page.checklists.length > 0 &&
    `Checklists of this page, for get_checklist:\n${lists(page.checklists.map((checklist) => ({ page, checklist })))}`
  );
}

function lists(candidates: readonly ChecklistOfPage[]): string {
  return candidates
    .map(
      ({ page, checklist }) =>
        `- ${escaped(checklist.title)} (page ${inlineCode(page.slug)}, checklist ${inlineCode(checklist.id)})`,
    )
    .join('\n');
}

/** Characters around the words that matched. */
const SNIPPET = 300;

function resultsMarkdown({ results, corrections, secondQuestion }: ResultsAnswer, pageUrl: PageUrl): string {
  const found = results.map(({ page, passage }) => {
    const text = passage === undefined ? page.summary : snippetOf(passage.content, passage.words, SNIPPET);
    const where = (passage?.path ?? []).map((heading) => ` › ${escaped(heading)}`).join('');
    return `- ${pageName(page, pageUrl, passage?.section.anchor)}${where}${text === '' ? '' : `: ${escaped(text)}`}`;
  });
  return paragraphs([
    corrected(corrections),
    'Several pages could answer this. Read the one that fits, or ask the person which is meant:',
    found.join('\n'),
    secondQuestion !== undefined && `They also asked: ${escaped(secondQuestion)}`,
  ]);
}

/** A checklist with its phases, what each item asks for, and details. */
function checklistMarkdown(
  { page, checklist }: { readonly page: Page; readonly checklist: Checklist },
  pageUrl: PageUrl,
): string {
  const { items, phases, roles, struck, variables } = checklist;
  const itemLines = items.map((item, index) => {
    const phase = phases.find(({ id }) => id === item.phase);
    const isFirst = phase !== undefined && items[index - 1]?.phase !== phase.id;
    const indent = item.parent === undefined ? '' : '  ';
    const words = ruleWords(item.rules);
    const asked = words.length === 0 ? '' : ` (${words.map(escaped).join('; ')})`;
    const detail = markdownOf(item.detail, pageUrl);
    const below = detail === '' ? '' : `\n${detail.replaceAll(/^(?=.)/gm, `${indent}  `)}`;
    return `${isFirst ? `\n## ${escaped(phase.title)}\n\n` : ''}${indent}- [ ] ${escaped(item.title)}${asked}${below}`;
  });
  const asks = variables.map(
    ({ name, required, choices = [] }) =>
      `${inlineCode(name)}${choices.length > 0 ? ` (${choices.map(inlineCode).join(', ')})` : ''}${required ? '' : ', optional'}`,
  );
  return paragraphs([
    `# ${escaped(checklist.title)}`,
    asks.length > 0 && `Asks for: ${asks.join('; ')}.`,
    roles.length > 0 && `Roles: ${roles.map(escaped).join(', ')}.`,
    itemLines.join('\n').trim(),
    struck.length > 0 && `Left out: ${struck.map(escaped).join('; ')}.`,
    sourceLine(page, pageUrl),
  ]);
}
