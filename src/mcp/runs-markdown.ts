import { phaseProgress, progressOf } from '../checklist/progress.js';
import type { Run, RunItem } from '../checklist/run.js';
import { escaped, inlineCode, linkTo } from './markdown.js';

/** A run, and the address of its message. */
export interface RunAt {
  readonly run: Run;
  readonly url: string | undefined;
}

/** Open items that a line names. */
const ITEMS = 5;

/** One line for each run: its state, who started it, and what is open next. */
export function runsMarkdown(runs: readonly RunAt[]): string {
  return runs.map(line).join('\n');
}

function line({ run, url }: RunAt): string {
  const { done, skipped, total } = progressOf(run);
  const title = escaped(run.name === undefined ? run.title : `${run.title} – ${run.name}`);
  const state = run.archivedAt ? 'archived' : run.completedAt ? 'complete' : 'open';
  const open = run.items.filter(isOpen);
  const names = open.slice(0, ITEMS).map((item) => `${escaped(item.title)} (item ${inlineCode(item.id)})`);
  const more = open.length > ITEMS ? ` and ${open.length - ITEMS} more` : '';
  return [
    `- ${url === undefined ? `**${title}**` : linkTo(`**${title}**`, url)}: ${state},`,
    `${done} of ${total} done${skipped > 0 ? `, ${skipped} skipped` : ''},`,
    `started by ${escaped(run.postedBy.name)} on ${run.postedAt.toISOString().slice(0, 10)} in channel ${inlineCode(run.channel)}`,
    `(run ${inlineCode(run.id)}).${names.length > 0 && state === 'open' ? ` Open: ${names.join(', ')}${more}.` : ''}`,
  ].join(' ');
}

function isOpen({ doesNotApply, state }: RunItem): boolean {
  return doesNotApply === undefined && state.kind === 'open';
}

/** A whole run with every item, after a change. */
export function runMarkdown({ run, url }: RunAt): string {
  const phases = phaseProgress(run).flatMap(({ phase, items }) => [
    ...(phase === undefined ? [] : [`## ${escaped(phase.title)}`]),
    items
      .map((item) => {
        const mark = item.state.kind === 'done' ? '[x]' : '[ ]';
        const why =
          item.doesNotApply !== undefined ? ' (does not apply)' : item.state.kind === 'skipped' ? ' (skipped)' : '';
        return `${item.parent === undefined ? '' : '  '}- ${mark} ${escaped(item.title)}${why} (item ${inlineCode(item.id)})`;
      })
      .join('\n'),
  ]);
  return [line({ run, url }), ...phases].join('\n\n');
}
