import type {
  Answer,
  ChecklistAnswer,
  ChecklistOfPage,
  ChecklistsAnswer,
  ChooseChecklistAnswer,
  Correction,
  HelpAnswer,
  NoChecklistAnswer,
  NothingFoundAnswer,
  PageAnswer,
  PageGoneAnswer,
  ResultsAnswer,
  TopicsAnswer,
} from '../../answer/answer.js';
import { checklistsOf } from '../../answer/choose-checklist.js';
import { emphasise, snippetOf } from '../../answer/excerpt.js';
import { groupName } from '../../answer/topics.js';
import { ruleWords } from '../../checklist/rules.js';
import type { Checklist, ChecklistItem, NextStep, Page } from '../../guide/page.js';
import { leadingSentences } from '../../guide/text.js';
import { blockLines, inlineText } from './markdown-text.js';
import { counted, hang, printableLine, type Screen, wrap } from './terminal.js';

/** An answer for a terminal, with a line break at the end. */
export function answerText(answer: Answer, screen: Screen): string {
  return `${linesOf(answer, screen).join('\n')}\n`;
}

function linesOf(answer: Answer, screen: Screen): string[] {
  switch (answer.kind) {
    case 'page':
      return pageText(answer, screen);
    case 'results':
      return resultsText(answer, screen);
    case 'nothing-found':
      return nothingFoundText(answer, screen);
    case 'checklist':
      return checklistText(answer, screen);
    case 'choose-checklist':
      return chooseChecklistText(answer, screen);
    case 'no-checklist':
      return noChecklistText(answer, screen);
    case 'topics':
      return topicsText(answer, screen);
    case 'checklists':
      return checklistsText(answer, screen);
    case 'help':
      return helpText(answer, screen);
    case 'search':
      return searchText();
    case 'report':
      return ['guidepost report shows what people asked in Slack.'];
    case 'forget-me':
      return ['Nothing is remembered of what you ask here.'];
    case 'settings':
      return ['Settings belong to a channel of Slack: type /guide settings there.'];
    case 'page-gone':
      return pageGoneText(answer, screen);
    case 'no-guide':
      return ['There is no guide yet.'];
  }
}

/** What the summary may take where a passage follows, as in Slack. */
const LEAD = 160;

/** Title, summary, the passages under their headings, the keyword that matched, next steps, the checklist, other matches: as in Slack. */
export function pageText(
  { page, passage, secondPassage, keyword, others, corrections, secondQuestion }: PageAnswer,
  screen: Screen,
): string[] {
  const { style, width } = screen;
  const narrower = { style, width: width - 2 };
  const lead = passage?.saysSummary ? '' : leadingSentences(page.summary, LEAD);
  const summary = passage ? lead : page.summary;
  const parts: string[][] = [
    correctionLines(corrections, screen),
    [style.bold(printableLine(page.title)), ...(summary === '' ? [] : wrap(printableLine(summary), width))],
  ];
  for (const { path, content, words } of [passage, secondPassage].filter((each) => each !== undefined)) {
    parts.push([
      ...(path.length === 0 ? [] : [style.bold(printableLine(path.join(' › ')))]),
      ...indent(blockLines(emphasise(content, words), narrower)),
    ]);
  }
  if (keyword !== undefined) parts.push(wrap(`Matched by the keyword “${printableLine(keyword)}”`, width));
  if (page.nextSteps.length > 0) {
    parts.push([style.bold('What do you want to learn next?'), ...page.nextSteps.flatMap(nextStepLines(screen))]);
  }
  for (const checklist of page.checklists) {
    const title = `${checklist.title} (${itemCount(checklist)})`;
    parts.push([style.bold(printableLine(title)), ...checklistLines(checklist, screen)]);
  }
  if (secondQuestion !== undefined) parts.push(wrap(`You also asked: ${printableLine(secondQuestion)}`, width));
  if (others.length > 0) {
    parts.push(
      wrap(
        `Not what you meant? These matched too: ${others.map((other) => printableLine(other.title)).join(', ')}`,
        width,
      ),
    );
  }
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function nextStepLines({ style, width }: Screen) {
  return ({ text, to }: NextStep, index: number): string[] => {
    const mark = `  ${index + 1}. `;
    const target = printableLine(to.kind === 'page' ? to.slug : to.url);
    return hang(mark, wrap(`${printableLine(text)} ${style.dim(`(${target})`)}`, width - mark.length));
  };
}

/** Results that show what matched, as in Slack. */
const SHOWN_RESULTS = 3;
/** Characters of each. */
const SNIPPET = 200;

/** Several pages match: the first with the words that matched, under their headings, and the names of the others. */
export function resultsText({ results, corrections, secondQuestion }: ResultsAnswer, screen: Screen): string[] {
  const { style, width } = screen;
  const others = results.slice(SHOWN_RESULTS);
  return [
    ...correctionLines(corrections, screen),
    'Several pages could answer this:',
    ...results.slice(0, SHOWN_RESULTS).flatMap(({ page, passage }, index) => {
      const mark = `  ${index + 1}. `;
      const under = (passage?.path ?? []).map((heading) => ` › ${printableLine(heading)}`).join('');
      const text = passage === undefined ? page.summary : snippetOf(passage.content, passage.words, SNIPPET);
      return [
        `${mark}${style.bold(printableLine(page.title))}${under}`,
        ...(text === '' ? [] : hang('     ', wrap(printableLine(text), width - 5))),
      ];
    }),
    ...(others.length === 0
      ? []
      : wrap(`Or one of these: ${others.map(({ page }) => printableLine(page.title)).join(', ')}`, width)),
    ...(secondQuestion === undefined ? [] : wrap(`You also asked: ${printableLine(secondQuestion)}`, width)),
  ];
}

const MAX_WORDS = 6;

/** No page answers the question: what was searched for, the closest pages, and how to go on. */
export function nothingFoundText(answer: NothingFoundAnswer, screen: Screen): string[] {
  const wordLine = (name: string, words: readonly string[]): string[] => {
    const shown = words.slice(0, MAX_WORDS).map((word) => `“${printableLine(word)}”`);
    return shown.length === 0 ? [] : wrap(`${name}: ${shown.join(', ')}`, screen.width);
  };
  return [
    'The guide has no page about that.',
    ...(answer.searchedWords.every((word) => answer.unknownWords.includes(word))
      ? []
      : wordLine('Searched for', answer.searchedWords)),
    ...wordLine('Not in the guide', answer.unknownWords),
    ...correctionLines(answer.corrections, screen),
    '',
    answer.related ? 'The closest pages:' : 'Start here:',
    ...pageList(answer.closest, screen),
    '',
    'Try other words, or the name of the tool. To see all topics: guidepost ask topics',
  ];
}

export function pageGoneText({ slug, closest }: PageGoneAnswer, screen: Screen): string[] {
  return [
    `The page ${printableLine(slug)} is no longer in the guide.`,
    ...(closest.length === 0 ? [] : ['', 'The closest pages:', ...pageList(closest, screen)]),
  ];
}

const MARK = '  [ ] ';

/** A part of an item stands below its text. */
function markOf(parent: string | undefined): string {
  return parent === undefined ? MARK : `    ${MARK}`;
}

/** Parts of an item are not counted, as in the progress of a run. */
function itemCount({ items }: Checklist): string {
  return counted(items.filter(({ parent }) => parent === undefined).length, 'item');
}

/** The items of a checklist, without their details. */
export function checklistLines({ items }: Checklist, { style, width }: Screen): string[] {
  return items.flatMap(({ titleContent, parent }) => {
    const mark = markOf(parent);
    return hang(mark, wrap(inlineText(titleContent, style), width - mark.length));
  });
}

/** A whole checklist: its phases, its items with their parts, what each asks for, and their details. */
export function checklistText({ checklist }: ChecklistAnswer, { style, width }: Screen): string[] {
  const { items, phases, struck, title } = checklist;
  const itemText = ({ titleContent, detail, parent, rules }: ChecklistItem): string[] => {
    const mark = markOf(parent);
    const indent = ' '.repeat(mark.length);
    const room = width - mark.length;
    const words = ruleWords(rules);
    return [
      ...(parent === undefined ? [''] : []),
      ...hang(mark, wrap(inlineText(titleContent, style), room)),
      ...(words.length === 0 ? [] : hang(indent, wrap(style.dim(printableLine(words.join(' · '))), room))),
      ...hang(indent, blockLines(detail, { style, width: room })),
    ];
  };
  return [
    style.bold(printableLine(title)),
    itemCount(checklist),
    ...items.flatMap((item, index) => {
      const phase = phases.find(({ id }) => id === item.phase);
      const isFirst = phase !== undefined && items[index - 1]?.phase !== phase.id;
      return [...(isFirst ? ['', style.bold(printableLine(phase.title))] : []), ...itemText(item)];
    }),
    ...(struck.length === 0 ? [] : ['', ...wrap(`Left out: ${struck.map(printableLine).join('; ')}`, width)]),
  ];
}

/** Several checklists could be meant: how to ask for each. */
export function chooseChecklistText({ candidates }: ChooseChecklistAnswer, screen: Screen): string[] {
  const several = candidates.length > 1;
  return [
    several ? 'Several checklists could be meant:' : 'No checklist is quite that. This one is the closest:',
    ...checklistList(candidates, screen),
  ];
}

export function noChecklistText({ page, alternatives }: NoChecklistAnswer, screen: Screen): string[] {
  return [
    `${printableLine(page.title)} has no checklist.`,
    ...(alternatives.length === 0
      ? []
      : ['', 'These checklists are about it, too:', ...checklistList(alternatives, screen)]),
  ];
}

export function checklistsText({ pages }: ChecklistsAnswer, screen: Screen): string[] {
  return pages.length === 0 ? ['No page of this guide has a checklist.'] : checklistList(checklistsOf(pages), screen);
}

/** Checklists by name, each with what to type for it. */
function checklistList(lists: readonly ChecklistOfPage[], { style }: Screen): string[] {
  return lists.map(({ page, checklist }) => {
    const { title } = checklist;
    const size = itemCount(checklist);
    const topic = page.checklists.length === 1 ? page.slug : title;
    return `- ${style.bold(printableLine(title))} (${size}): guidepost ask checklist ${printableLine(topic)}`;
  });
}

/** All pages, under the headings of their groups. */
export function topicsText({ groups }: TopicsAnswer, screen: Screen): string[] {
  return groups.flatMap((group, index) => {
    const name = printableLine(groupName(group));
    const heading = name === '' ? [] : [...(index === 0 ? [] : ['']), screen.style.bold(name), ''];
    return [...heading, ...pageList(group.pages, screen)];
  });
}

/** What can be asked. */
export function helpText({ commands, examples }: HelpAnswer, { style }: Screen): string[] {
  return [
    style.bold('What you can ask'),
    ...commands.map(({ usage, description }) => `  guidepost ask ${usage}: ${description}`),
    ...(examples.length === 0 ? [] : ['', 'For example:', ...examples.map((example) => `  ${printableLine(example)}`)]),
  ];
}

/** A terminal cannot search while somebody types. */
export function searchText(): string[] {
  return [
    'In Slack this opens a dialog that searches as you type. Here, ask a question or list the topics:',
    '  guidepost ask how do I roll back?',
    '  guidepost ask topics',
  ];
}

/** Pages by title, with their summaries. */
export function pageList(pages: readonly Page[], { style, width }: Screen): string[] {
  return pages.flatMap((page) => [
    `- ${style.bold(printableLine(page.title))}`,
    ...(page.summary === '' ? [] : hang('  ', wrap(printableLine(page.summary), width - 2))),
  ]);
}

/** "Showing results for docker instead of “dokcer”"; empty if nothing was corrected. */
export function correctionLines(corrections: readonly Correction[], { width }: Screen): string[] {
  if (corrections.length === 0) return [];
  const words = corrections.map(({ typed, read }) => `${printableLine(read)} instead of “${printableLine(typed)}”`);
  return wrap(`Showing results for ${words.join(', ')}`, width);
}
