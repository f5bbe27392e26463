import type { HomeView, KnownBlock } from '@slack/types';
import type { NoGuideAnswer, TopicsAnswer } from '../../answer/answer.js';
import { isSettled, phaseProgress, progressOf } from '../../checklist/progress.js';
import { holderOf, LEAD } from '../../checklist/rules.js';
import { partOutside, type Run, type RunItem, seesWholeOutside } from '../../checklist/run.js';
import type { Page } from '../../guide/page.js';
import { SEARCH_FIELD } from '../block-kit/action-value.js';
import { actions, button, contextLine, divider, header, input, plainText, section } from '../block-kit/blocks.js';
import { bold, cutPlain, escapeEntities, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';
import { itemButton, itemLine } from './checklist-items.js';
import type { RenderContext } from './context.js';
import { count, personLink, progressBar, progressWords, runTitle, when } from './format.js';
import { undeliverableText } from './notices.js';
import { openButton } from './pages.js';
import { urlOf } from './run-list.js';
import { topicButtons } from './topics.js';

/** The longest question that the app reads. */
const QUESTION = 300;

export interface Home {
  readonly topics: TopicsAnswer | NoGuideAnswer;
  readonly runs: OwnRuns;
  /** Questions that this guide answers, to try. */
  readonly examples: readonly string[];
  /** The pages that the person opened last, newest first. */
  readonly lately: readonly Page[];
  /** The id of the person whose Home it is. */
  readonly person: string;
}

/** The app's own page: how to ask, what a person read lately, their open checklists, and the topics of the guide. */
export function homeView({ topics, runs, examples, lately, person }: Home, context: RenderContext): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Ask the guide'),
      section(
        `Type \`${escapeEntities(context.command)}\` and a question in any conversation, in your own words. Only you see the answer until you share it.`,
        button('Search as you type', { do: 'search:open' }),
      ),
      searchField(),
      ...(examples.length === 0
        ? []
        : [
            contextLine('For example:'),
            actions(examples.map((question) => button(question, { do: 'question:ask', question }))),
          ]),
      divider,
      ...(lately.length === 0
        ? []
        : [header('Recently read'), actions(lately.map((page) => openButton(page))), divider]),
      ...ownRunBlocks(runs, person, context),
      divider,
      header('Topics'),
      ...topicButtons(topics),
    ],
  };
}

function searchField(): KnownBlock {
  return {
    ...input(
      SEARCH_FIELD,
      'Or ask here',
      {
        type: 'plain_text_input',
        action_id: SEARCH_FIELD,
        max_length: QUESTION,
        placeholder: plainText('A question or keywords'),
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
      { hint: 'Press Enter. The answer opens in a dialog.' },
    ),
    dispatch_action: true,
  };
}

/** The newest of some open runs, and how many more there are. */
interface NewestRuns {
  readonly runs: readonly Run[];
  readonly more: number;
}

/** What is open for a person. */
export type OwnRuns =
  | {
      readonly led: NewestRuns;
      /** Those that they posted, lead, worked on, or have items in. */
      readonly all: NewestRuns;
    }
  | 'unreadable';

/** The most runs that Home looks through: the person's items may be in any of them. */
export const OWN_RUNS = 50;
/** The most runs that Home shows of those that the person leads. */
export const LED_RUNS = 8;

/** Home has a hundred blocks, of which the topics need about half. */
const ITEMS = 8;
const OTHERS = 7;

/** A person's items, the runs that they lead, and the others that they posted or worked on. */
function ownRunBlocks(own: OwnRuns, person: string, context: RenderContext): KnownBlock[] {
  const elsewhere = `\`${escapeEntities(context.command)} checklists\` lists those of a channel.`;
  const heading = header('Your open checklists');
  if (own === 'unreadable')
    return [heading, contextLine("⚠️ I can't load your checklists right now. Open this page again in a minute.")];
  const { all, led } = own;
  if (all.runs.length === 0 && led.runs.length === 0)
    return [
      heading,
      section(
        `None right now. Open checklists appear here once you lead, post or work on one, or get an item. ${elsewhere}`,
      ),
    ];
  const ledIds = new Set(led.runs.map(({ id }) => id));
  const others = all.runs.filter((run) => !ledIds.has(run.id) && holderOf(run, LEAD)?.id !== person);
  const shown = others.slice(0, OTHERS);
  // Those that they lead are among all of them.
  const older = all.runs.length + all.more - led.runs.length - led.more - shown.length;
  return [
    ...itemBlocks(all.runs, person, context),
    ...runBlocks('You lead', led, { person, context }),
    ...runBlocks(
      'You posted, worked on or have items in',
      { runs: shown, more: Math.max(0, older) },
      { person, context },
    ),
    contextLine(elsewhere),
  ];
}

function runBlocks(
  title: string,
  { runs, more }: NewestRuns,
  { person, context }: { readonly person: string; readonly context: RenderContext },
): KnownBlock[] {
  if (runs.length === 0) return [];
  return [
    header(title),
    ...runs.map((run) => runRow(run, person, context)),
    ...(more > 0 ? [contextLine(`and ${more} more`)] : []),
  ];
}

const TITLE = 150;
const SAID = 100;

/** The open items of a person, each with its button, the earliest due first. */
function itemBlocks(runs: readonly Run[], person: string, context: RenderContext): KnownBlock[] {
  const items = runs.flatMap((run) => {
    const part = partOutside(run, person);
    return part.items
      .filter((item) => item.assignee?.id === person && !isSettled(item))
      .map((item) => ({ run: part, item }));
  });
  if (items.length === 0) return [];
  const dueOf = ({ item: { due } }: { readonly item: RunItem }): number =>
    due === undefined ? Number.POSITIVE_INFINITY : Date.parse(due);
  // Infinity minus infinity is no number.
  const byDue = items.toSorted((one, other) => dueOf(one) - dueOf(other) || 0);
  return [
    header('Assigned to you'),
    ...byDue.slice(0, ITEMS).flatMap(({ run, item }) => itemRow(run, item, { viewer: person, context })),
    ...(items.length > ITEMS ? [contextLine(`and ${count(items.length - ITEMS, 'more item')}`)] : []),
  ];
}

function itemRow(
  run: Run,
  item: RunItem,
  { viewer, context }: { viewer: string; context: RenderContext },
): KnownBlock[] {
  const outside = { run: run.id, item: item.id, home: true } as const;
  const done = itemButton(run, item, { home: true, viewer });
  // Everything here is assigned to the same person.
  const { assignee: _, ...unassigned } = item;
  const line = itemLine(run, unassigned, SAID);
  const title = bold(cutPlain(item.title, TITLE));
  return [
    section(
      `${title}\n${line === '' ? '' : `${line} · `}${link(runTitle(run), urlOf(run, context))}${place(run.channel)}`,
    ),
    actions([
      ...(done ? [done] : []),
      button('Open', { do: 'item:edit', ...outside }, { label: `Open: ${item.title}` }),
    ]),
  ];
}

/** A run with its progress, its channel, and how many open items the person has in it. */
function runRow(run: Run, person: string, context: RenderContext): KnownBlock {
  const { channel, undeliverableReason } = run;
  const part = partOutside(run, person);
  const title = runTitle(part);
  const theirs = part.items.filter((item) => item.assignee?.id === person && !isSettled(item));
  const isWhole = seesWholeOutside(run, person);
  const [open, label] = isWhole ? ['Manage…', `Manage ${title}`] : ['Your items…', `Your items in ${title}`];
  // The names of phases are in the channel, like those of items.
  const phase = isWhole ? phaseProgress(run).find((each) => !each.isComplete && each.phase)?.phase : undefined;
  return section(
    [
      link(title, urlOf(run, context)),
      [
        `${progressBar(progressOf(run))}  ${progressWords(progressOf(run))}`,
        ...(phase ? [`in ${escapeMrkdwn(cutPlain(phase.title, 30))}`] : []),
        `posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
      ].join(' · ') + place(channel),
      ...(theirs.length > 0 ? [`📌 ${count(theirs.length, 'open item')} assigned to you`] : []),
      ...(undeliverableReason === undefined ? [] : [`⚠️ ${undeliverableText(undeliverableReason)}`]),
    ].join('\n'),
    part.items.length === 0
      ? undefined
      : button(open, { do: 'run:manage', run: run.id, part: 0, home: true }, { label }),
  );
}

/** Slack shows a channel's name only to people who may see it. A direct message has none. */
function place(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? ` · <#${channel}>` : '';
}
