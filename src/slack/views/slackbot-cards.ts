import type { Button, KnownBlock } from '@slack/types';
import type { Answer, ChecklistAnswer, ChecklistOfPage, PageAnswer, TopicsAnswer } from '../../answer/answer.js';
import { groupName, outermostGroups } from '../../answer/topics.js';
import { progressOf } from '../../checklist/progress.js';
import { ruleWords } from '../../checklist/rules.js';
import type { Run, RunItem } from '../../checklist/run.js';
import type { Page, Section } from '../../guide/page.js';
import { contextLine, header, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import { layOut } from '../block-kit/mrkdwn/lay-out.js';
import { toolButton, toolChoices, toolRows, toolSelect } from '../block-kit/tool-buttons.js';
import { cardBody } from './card.js';
import { count, progressBar, progressWords, runTitle, when } from './format.js';
import { askedLine, correctionNote, pageTexts } from './pages.js';
import { resultText } from './results.js';
import {
  ITEM,
  nextSteps,
  publicLink,
  readButton,
  type SlackbotContext,
  TEXT,
  TITLE,
  toRead,
  withinLimits,
} from './slackbot-parts.js';

/**
 * Cards for Slackbot, which draws the blocks of a tool's answer. Their buttons call tools of the MCP server, so that next steps work there: this app
 * gets no presses from Slackbot. Source of the rules: docs.slack.dev/ai/slackbot-mcp-client/returning-rich-responses.
 * @returns undefined where the text says it as well
 */
export function slackbotAnswer(answer: Answer, context: SlackbotContext): KnownBlock[] | undefined {
  switch (answer.kind) {
    case 'page':
      return withinLimits(pageCard(answer, context));
    case 'results':
      return withinLimits([
        ...askedLine(answer.question, correctionNote(answer.corrections)),
        header('Several pages could answer this'),
        ...answer.results.map((result) =>
          section(resultText(result, context.pageUrl), readButton(result.page, result.passage?.section.anchor, 'Read')),
        ),
        ...alsoAsked(answer.secondQuestion),
      ]);
    case 'nothing-found':
      return withinLimits([
        ...askedLine(answer.question, correctionNote(answer.corrections)),
        header('The guide has no page that answers that'),
        section(answer.related ? '*The closest pages:*' : '*The guide starts here:*'),
        ...pageRows(answer.closest),
      ]);
    case 'page-gone':
      return withinLimits([
        section('That page is not in the guide. These are the closest:'),
        ...pageRows(answer.closest),
      ]);
    case 'checklist':
      return withinLimits(checklistCard(answer, context));
    case 'choose-checklist':
      return withinLimits([header('Which checklist?'), ...listRows(answer.candidates)]);
    case 'no-checklist':
      return withinLimits([
        section(`The page “${escapeMrkdwn(cutPlain(answer.page.title, TITLE))}” has no checklist.`),
        ...listRows(answer.alternatives),
        ...toolRows([readButton(answer.page)]),
      ]);
    case 'checklists':
      return withinLimits([
        header('Checklists of the guide'),
        ...listRows(answer.pages.flatMap((page) => page.checklists.map((checklist) => ({ page, checklist })))),
      ]);
    case 'topics':
      return withinLimits(topicsCard(answer));
    case 'help':
      return withinLimits([
        section('Ask in your own words, for example:'),
        ...toolRows(answer.examples.map((question) => toolButton(question, { tool: 'ask', args: { question } }))),
      ]);
    case 'search':
    case 'report':
    case 'forget-me':
    case 'settings':
    case 'no-guide':
      return undefined;
  }
}

function checklistButton({ page, checklist }: ChecklistOfPage, text: string): Button | undefined {
  const args = { topic: page.slug, checklist: checklist.id };
  return toolButton(text, { tool: 'get_checklist', args }, `${text}: ${checklist.title}`);
}

function pageCard(answer: PageAnswer, context: SlackbotContext): KnownBlock[] {
  const { page, passage, others, question, secondQuestion } = answer;
  const anchor = passage?.section.anchor;
  const [list, ...moreLists] = page.checklists;
  const url = context.pageUrl({ kind: 'page', slug: page.slug, ...(anchor && { anchor }) });
  return [
    ...askedLine(question, correctionNote(answer.corrections)),
    pageTexts(page).title,
    ...cardBody(answer, context),
    ...toolRows([
      readButton(page),
      ...(list && moreLists.length === 0 ? [checklistButton({ page, checklist: list }, 'Checklist')] : []),
      ...publicLink('Open in the browser', url),
    ]),
    ...alsoAsked(secondQuestion),
    ...nextSteps(page),
    ...checklistsOf(page),
    ...(others.length === 0
      ? []
      : [
          contextLine('Not what you meant? These matched too:'),
          ...toolChoices('read_page', 'Other pages', others.map(toRead)),
        ]),
  ];
}

/** Of a page that has several. A single one has a button above. */
function checklistsOf({ checklists, slug }: Page): KnownBlock[] {
  if (checklists.length < 2) return [];
  const choices = checklists.map(({ id, title }) => ({ text: title, args: { topic: slug, checklist: id } }));
  return [contextLine('Checklists of this page:'), ...toolChoices('get_checklist', 'Choose a checklist', choices)];
}

function alsoAsked(question: string | undefined): KnownBlock[] {
  if (question === undefined) return [];
  return [contextLine('You also asked:'), ...toolRows([toolButton(question, { tool: 'ask', args: { question } })])];
}

function pageRows(pages: readonly Page[]): KnownBlock[] {
  return pages.map((page) => section(pageTexts(page).row, readButton(page, undefined, 'Read')));
}

const LISTS = 15;

function listRows(lists: readonly ChecklistOfPage[]): KnownBlock[] {
  return lists
    .slice(0, LISTS)
    .map((list) =>
      section(
        `${bold(cutPlain(list.checklist.title, TITLE))}\n${sizeOf(list.checklist)}`,
        checklistButton(list, 'Show'),
      ),
    );
}

function sizeOf({ items }: ChecklistOfPage['checklist']): string {
  return count(items.filter(({ parent }) => parent === undefined).length, 'item');
}

function checklistCard({ page, checklist }: ChecklistAnswer, { command, pageUrl }: SlackbotContext): KnownBlock[] {
  const { items, phases, title } = checklist;
  const lines = items.map((item, index) => {
    const phase = phases.find(({ id }) => id === item.phase);
    const isFirst = phase !== undefined && items[index - 1]?.phase !== phase.id;
    const words = ruleWords(item.rules).join('; ');
    return [
      ...(isFirst ? [bold(cutPlain(phase.title, TITLE))] : []),
      `${item.parent === undefined ? '' : '      '}☐ ${escapeMrkdwn(cutPlain(item.title, ITEM))}`,
      ...(words === '' ? [] : [`      _${escapeMrkdwn(cutPlain(words, ITEM))}_`]),
    ].join('\n');
  });
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length > TEXT) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return [
    header(title),
    contextLine(
      `${sizeOf(checklist)} · To start it, type in a channel: \`${escapeEntities(command)} checklist ${escapeEntities(cutPlain(title, TITLE)).replaceAll('`', 'ˋ')}\``,
    ),
    ...toolRows([readButton(page), ...publicLink('Open in the browser', pageUrl({ kind: 'page', slug: page.slug }))]),
    ...texts.map((text) => section(text)),
  ];
}

const GROUPS = 20;
const NAMES = 300;

function topicsCard({ groups, pages }: TopicsAnswer): KnownBlock[] {
  const shown = groups.length > GROUPS ? outermostGroups(groups) : groups;
  return [
    header(`The guide has ${count(pages.length, 'page')}`),
    ...shown.slice(0, GROUPS).flatMap((group): KnownBlock[] => {
      const name = groupName(group);
      const titles = group.pages.map(({ title }) => title).join(', ');
      const select = toolSelect('read_page', 'Choose a page', group.pages.map(toRead));
      const text = section(
        `${name === '' ? '' : `${bold(cutPlain(name, TITLE))}\n`}${escapeMrkdwn(cutPlain(titles, NAMES))}`,
      );
      return [select ? { ...text, accessory: select } : text];
    }),
  ];
}

/** A part of a page, as `read_page` answers it. */
interface SlackbotPagePart {
  readonly page: Page;
  readonly section?: string;
  readonly sections: readonly Section[];
  readonly number: number;
  readonly of: number;
}

export function slackbotPage(part: SlackbotPagePart, { pageUrl }: SlackbotContext): KnownBlock[] {
  const { page, number, of, section: anchor, sections } = part;
  const { slug } = page;
  const from = anchor ? { section: anchor } : {};
  const turn = (to: number, text: string): Button | undefined =>
    toolButton(text, { tool: 'read_page', args: { page: slug, ...from, part: to } });
  const head = [pageTexts(page).title, ...(of > 1 ? [contextLine(`Part ${number} of ${of}`)] : [])];
  const url = pageUrl({ kind: 'page', slug, ...(anchor && { anchor }) });
  const foot = [
    ...toolRows([
      ...(number < of ? [turn(number + 1, 'Read on')] : []),
      ...publicLink('Open in the browser', url),
      ...(number > 1 ? [turn(number - 1, 'Back')] : []),
      ...(anchor === undefined ? [] : [readButton(page, undefined, 'From the beginning')]),
    ]),
    ...(number === of ? nextSteps(page) : []),
  ];
  const texts = sections.flatMap(({ content, heading }) => [
    ...(heading === undefined ? [] : [bold(cutPlain(heading, TITLE))]),
    ...layOut(content, pageUrl, TEXT),
  ]);
  return [
    ...head,
    ...withinLimits(
      texts.map((text) => section(text)),
      [...head, ...foot],
    ),
    ...foot,
  ];
}

const RUNS = 10;
const NAME = 40;

/** Runs, as `list_runs` answers them, and after a change. */
export function slackbotRuns(
  runs: readonly { readonly run: Run; readonly url: string | undefined }[],
  { canCall }: SlackbotContext,
): KnownBlock[] {
  return withinLimits(
    runs.slice(0, RUNS).map(({ run, url }) => {
      const progress = progressOf(run);
      const next = run.items.find(isTickable);
      const text = [
        url === undefined ? bold(runTitle(run)) : `*${link(runTitle(run), url)}*`,
        `${progressBar(progress)} ${progressWords(progress)}`,
        `Started by ${escapeMrkdwn(cutPlain(run.postedBy.name, NAME))} on ${when(run.postedAt)}`,
        ...(next === undefined ? [] : [`Next: ${escapeMrkdwn(cutPlain(next.title, ITEM))}`]),
      ].join('\n');
      const tick =
        next && canCall('settle_item')
          ? toolButton(
              'Done',
              { tool: 'settle_item', args: { run: run.id, item: next.id, state: 'done' } },
              `Done: ${next.title}`,
            )
          : undefined;
      return section(text, tick);
    }),
  );
}

/** Open, and nothing more is needed to tick it than to say so. */
function isTickable({ doesNotApply, rules, state }: RunItem): boolean {
  const { evidence, role, signOff } = rules;
  return state.kind === 'open' && doesNotApply === undefined && !evidence && !role && !signOff;
}
