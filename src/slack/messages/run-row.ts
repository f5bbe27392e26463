import type { KnownBlock } from '@slack/types';
import { progressOf, type Run } from '../../checklist/run.js';
import { actions, button, section } from '../blocks.js';
import { parkedWords } from './parked-words.js';
import { personLink } from './person.js';
import { progressBar, progressWords } from './progress-bar.js';
import { linked, runTitle } from './run-title.js';
import { when } from './when.js';

const ARCHIVE = {
  title: 'Archive this checklist?',
  text: 'It can be looked at and copied, but no longer ticked.',
  yes: 'Archive',
};

/** An open run in the list of a channel: how far it is, where it stands, and what can be done with it. */
export function runRow(run: Run, url: string | undefined): KnownBlock[] {
  const progress = progressOf(run);
  const title = runTitle(run);
  const parked = run.undeliverableReason;
  const from = run.message === undefined ? {} : { from: run.message };
  return [
    section(
      [
        linked(title, parked === undefined ? url : undefined),
        `${progressBar(progress)}  ${progressWords(progress)} · posted by ${personLink(run.postedBy)} ${when(run.postedAt)}`,
        ...(parked === undefined ? [] : [`⚠️ ${parkedWords(parked)}`]),
      ].join('\n'),
    ),
    actions([
      button(
        parked === undefined ? 'Bring down here' : 'Post it again',
        { do: 'bring-down', run: run.id, ...from },
        { label: `${parked === undefined ? 'Bring down here' : 'Post again'}: ${title}` },
      ),
      button('Manage…', { do: 'manage', run: run.id, part: 0 }, { label: `Manage ${title}` }),
      button('History', { do: 'history', run: run.id, part: 0 }, { label: `History of ${title}` }),
      button('Copy as Markdown', { do: 'copy', run: run.id, part: 0 }, { label: `Copy ${title} as Markdown` }),
      button('Archive', { do: 'archive', run: run.id }, { label: `Archive ${title}`, confirm: ARCHIVE }),
    ]),
  ];
}
