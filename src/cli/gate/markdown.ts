import { markdownLine } from '../../checklist/export.js';
import { counted, printableLine } from '../text/terminal.js';
import type { GateAnswer, GateAnswerPhase } from './answer.js';
import type { Reply } from './client.js';
import { runName } from './text.js';

/** What came of asking as GitHub's Markdown, for the summary of a job and a comment. */
export function replyMarkdown(reply: Reply): string {
  if (reply.kind !== 'gate') return `### ❌ The checklist ${NO_ANSWER[reply.kind]}\n\n${escaped(reply.detail)}\n`;
  const { gate, note } = reply;
  return [
    `### ${headline(gate)}`,
    `**${linked(runName(gate), gate.run.url)}**`,
    ...(note === undefined ? [] : [escaped(note)]),
    ...(gate.bypass === null
      ? []
      : [`${escaped(gate.bypass.by)} opened the gate although items are open: ${escaped(gate.bypass.reason)}`]),
    gate.phases.map(phaseMarkdown).join('\n'),
    '',
  ].join('\n\n');
}

const NO_ANSWER: Readonly<Record<Exclude<Reply['kind'], 'gate'>, string>> = {
  unknown: 'is not known',
  'not-allowed': 'may not be asked',
  'not-reached': 'could not be asked',
  refused: 'could not be asked',
};

function headline({ bypass, phases, state }: GateAnswer): string {
  if (state === 'complete') return bypass === null ? '✅ The checklist is complete' : '⚠️ The gate was opened';
  const count = phases.reduce((sum, { open }) => sum + open.length, 0);
  return `⏳ The checklist is open: ${counted(count, 'item')}`;
}

function phaseMarkdown({ open, state, title }: GateAnswerPhase): string {
  const name = title === '' ? 'Items' : escaped(title);
  return [
    `- ${state === 'complete' ? '✅ ' : ''}**${name}**: ${open.length === 0 ? state : `${counted(open.length, 'item')} open`}`,
    ...open.map((item) => `  - [ ] ${escaped(item.title)}`),
  ].join('\n');
}

function linked(text: string, url: string | null): string {
  const isAddress = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isAddress ? `[${escaped(text)}](<${new URL(url).href.replace(/[<>]/g, encodeURIComponent)}>)` : escaped(text);
}

/**
 * One line that formats nothing, notifies nobody and links nowhere. GitHub looks for names, numbers and addresses in the finished text, where
 * a backslash is gone: an empty comment between the characters hides them.
 */
export function escaped(text: string): string {
  return markdownLine(printableLine(text)).replace(
    /@|#(?=\w)|\b(?:https?|ftp|www)\b(?=[:.])|\bGH(?=-\d)/gi,
    '$&<!-- -->',
  );
}
