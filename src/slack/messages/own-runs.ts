import type { KnownBlock } from '@slack/types';
import { progressOf, type Run } from '../../checklist/run.js';
import { button, context, section } from '../blocks.js';
import { escapeEntities } from '../mrkdwn/escape.js';
import { count } from './count.js';
import { parkedWords } from './parked-words.js';
import { personLink } from './person.js';
import { progressBar, progressWords } from './progress-bar.js';
import type { RenderContext } from './render-context.js';
import { linked, runTitle } from './run-title.js';
import { when } from './when.js';

/** The newest open runs that a person is at, and how many more there are. */
export type OwnRuns = { readonly runs: readonly Run[]; readonly more: number } | 'unreadable';

/** As many are shown on Home. */
export const OWN_RUNS = 15;

/** A person's open runs in short: how far each is, where it stands, and what of it is theirs. */
export function ownRunBlocks(own: OwnRuns, person: string, look: RenderContext): KnownBlock[] {
  const elsewhere = `\`${escapeEntities(look.command)} checklists\` shows those of a channel.`;
  if (own === 'unreadable')
    return [context('⚠️ Your checklists cannot be read at the moment. Please open this page again in a minute.')];
  if (own.runs.length === 0)
    return [section(`None at the moment. What you post, tick or are given shows here while it is open. ${elsewhere}`)];
  return [
    ...own.runs.map((run) => row(run, person, look)),
    context(own.more > 0 ? `and ${own.more} more. ${elsewhere}` : elsewhere),
  ];
}

function row(run: Run, person: string, { messageUrl }: RenderContext): KnownBlock {
  const { channel, message, undeliverableReason } = run;
  const title = runTitle(run);
  const progress = progressOf(run);
  const url = message === undefined || undeliverableReason !== undefined ? undefined : messageUrl(channel, message);
  const theirs = run.items.filter(({ assignee, state }) => assignee?.id === person && state.kind === 'open');
  return section(
    [
      linked(title, url),
      `${progressBar(progress)}  ${progressWords(progress)}${place(channel)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
      ...(theirs.length > 0 ? [`📌 ${count(theirs.length, 'open item')} given to you`] : []),
      ...(undeliverableReason === undefined ? [] : [`⚠️ ${parkedWords(undeliverableReason)}`]),
    ].join('\n'),
    button('Manage…', { do: 'manage', run: run.id, part: 0, home: true }, { label: `Manage ${title}` }),
  );
}

/** Each reader sees the name of a channel only where they may; a direct message has none. */
function place(channel: string): string {
  return /^[CG][A-Z0-9]+$/.test(channel) ? ` · <#${channel}>` : '';
}
