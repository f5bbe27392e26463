import { progressOf, type Run, type RunItem } from '../../checklist/run.js';
import { progressWords } from './progress-bar.js';
import { utc } from './when.js';

/** A run as Markdown, for a ticket or a report: a task list with who did what and when. */
export function runMarkdown(run: Run): string {
  return [
    `# ${line(run.name === undefined ? run.title : `${run.title} – ${run.name}`)}`,
    '',
    `${progressWords(progressOf(run))}. Posted by ${line(run.postedBy.name)} on ${utc(run.postedAt)}.${run.completedAt ? ` Finished on ${utc(run.completedAt)}.` : ''}`,
    '',
    ...run.items.map(itemMarkdown),
    '',
  ].join('\n');
}

function itemMarkdown({ title, state, assignee, due, note }: RunItem): string {
  const facts = [
    ...(state.kind === 'done' ? [`done by ${line(state.by.name)} on ${utc(state.at)}`] : []),
    ...(state.kind === 'skipped'
      ? [`skipped by ${line(state.by.name)} on ${utc(state.at)}: ${line(state.reason)}`]
      : []),
    ...(state.kind === 'open' && assignee ? [`assigned to ${line(assignee.name)}`] : []),
    ...(state.kind === 'open' && due ? [`due ${due}`] : []),
    ...(note ? [`note: ${line(note)}`] : []),
  ];
  const text = state.kind === 'skipped' ? `~~${line(title)}~~` : line(title);
  return `- [${state.kind === 'open' ? ' ' : 'x'}] ${text}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
}

/** Text that a person wrote, on one line, so that it cannot begin a list or a heading of its own. */
function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
