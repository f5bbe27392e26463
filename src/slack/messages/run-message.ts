import type { Button, KnownBlock, SectionBlock } from '@slack/types';
import type { Run, RunItem } from '../../checklist/run.js';
import { actions, button, context, header, type Message, section } from '../blocks.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities, escapeMrkdwn } from '../mrkdwn/escape.js';
import type { PageUrl } from '../mrkdwn/page-url.js';
import { itemText } from './item-text.js';
import { peopleList, personLink } from './person.js';
import { windowsOf } from './window.js';

/** A posted checklist, drawn from the run alone: progress, and each item with its button, who ticked it and when. */
export const runMessage = (run: Run, pageUrl: PageUrl): Message => {
  const done = run.items.filter(({ state }) => state.kind === 'done').length;
  const windows = windowsOf(
    run.items.map((item, index) => ({ item, block: itemBlock(run, item, index + 1, pageUrl) })),
    ({ item, block }) => roomFor(run, item, block, pageUrl),
  ).map((window) => window.map(({ block }) => block));
  const shown = Math.min(run.window, windows.length - 1);
  const title = cutPlain(run.title, 130);
  const isComplete = run.completedAt !== undefined;
  return {
    text: escapeEntities(`${title}: ${done} of ${run.items.length} done${isComplete ? '. All done!' : ''}`),
    blocks: [
      header(isComplete ? `✅ ${title} – all done` : title),
      context(
        `${progressBar(done, run.items.length)}  *${done} of ${run.items.length}* · posted by ${personLink(run.postedBy)}`,
      ),
      ...(windows[shown] ?? []),
      ...turns(run, windows, shown),
    ],
  };
};

const BAR = 12;

/** Full only when everything is done, and never empty once something is. */
const progressBar = (done: number, total: number): string => {
  const exact = total === 0 ? 0 : (done / total) * BAR;
  const filled = done === total ? BAR : Math.min(BAR - 1, done > 0 ? Math.max(1, Math.floor(exact)) : 0);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
};

const itemBlock = (run: Run, item: RunItem, number: number, pageUrl: PageUrl): SectionBlock => {
  const { title, detail } = itemText(item, number, pageUrl);
  const { state } = item;
  const isDone = state.kind === 'done';
  const text = isDone
    ? `✅  ${title}\n_Done by ${personLink(state.by)} ${when(state.at)}_`
    : `*${unformatted(title)}*${detail === '' ? '' : `\n${detail}`}`;
  return {
    ...section(
      text,
      button(
        isDone ? 'Reopen' : 'Done',
        { do: 'set-item', run: run.id, item: item.id, done: !isDone },
        { ...(isDone ? {} : { style: 'primary' as const }), label: `${isDone ? 'Reopen' : 'Done'}: ${item.title}` },
      ),
    ),
    // A new id at each redraw: clients keep what they know of a block whose id stays.
    block_id: `${item.id}.${run.wantedVersion}`,
  };
};

/** A time that every reader sees in their own zone. */
const when = (at: Date): string => {
  const fallback = at.toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${fallback} UTC>`;
};

const unformatted = (title: string): string => title.replace(/(?<![\p{L}\p{N}])\*(\S.*?)\*(?![\p{L}\p{N}])/gu, '$1');

/** An item's room is the same whatever its state, or items would move to other windows while a team ticks them. */
const roomFor = (run: Run, item: RunItem, block: SectionBlock, pageUrl: PageUrl): number => {
  const open = item.state.kind === 'open' ? block : itemBlock(run, { ...item, state: { kind: 'open' } }, 100, pageUrl);
  const undetailed = itemBlock(run, { ...item, detail: [], state: { kind: 'open' } }, 100, pageUrl);
  return Math.max(JSON.stringify(open).length, JSON.stringify(undetailed).length + DONE_LINE) + 1;
};

/** "Done by" with a name of 60 characters and a time. */
const DONE_LINE = 260;

/** Buttons to this many windows: the nearest ones. */
const TURNS = 4;

const turns = (run: Run, windows: readonly KnownBlock[][], shown: number): KnownBlock[] => {
  if (windows.length < 2) return [];
  const startOf = (window: number): number => windows.slice(0, window).reduce((sum, { length }) => sum + length, 0);
  const turn = (to: number): Button => {
    const first = startOf(to) + 1;
    const label = `Items ${first}–${first + (windows[to]?.length ?? 1) - 1}`;
    return button(label, { do: 'show-window', run: run.id, window: to });
  };
  const near = windows
    .map((_, index) => index)
    .filter((index) => index !== shown)
    .sort((one, other) => Math.abs(one - shown) - Math.abs(other - shown))
    .slice(0, TURNS)
    .sort((one, other) => one - other);
  return [
    context(`Items ${startOf(shown) + 1}–${startOf(shown) + (windows[shown]?.length ?? 0)} of ${run.items.length}`),
    actions(near.map(turn)),
  ].map((block, index) => ({ ...block, block_id: `window${index}.${run.wantedVersion}` }));
};

/** The one line in the thread of a run whose last item was ticked. */
export const completionLine = (run: Run): string => {
  const people = new Map(run.items.flatMap(({ state }) => (state.kind === 'done' ? [[state.by.id, state.by]] : [])));
  return `✅ All ${run.items.length} items of *${escapeMrkdwn(cutPlain(run.title, 130)).replaceAll('*', '∗')}* are done, by ${peopleList([...people.values()], 10)}.`;
};
