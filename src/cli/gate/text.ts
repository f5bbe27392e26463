import { markdownLine } from '../../checklist/export.js';
import { counted, printableLine } from '../text/terminal.js';
import type { GateAnswer, GateAnswerPhase } from './answer.js';
import type { Reply } from './client.js';

/** What came of asking, in plain text for people and logs, with what is open by phase. */
export function replyText(reply: Reply): string {
  if (reply.kind !== 'gate') return `${KINDS[reply.kind]}: ${plain(reply.detail)}`;
  const { gate, note } = reply;
  return [
    `${gate.state}: ${runName(gate)}${gate.run.url === null ? '' : `  ${plain(gate.run.url)}`}`,
    ...(note === undefined ? [] : [`  ${plain(note)}`]),
    ...(gate.bypass === null ? [] : [`  ${bypassText(gate)}`]),
    ...gate.phases.flatMap(phaseLines),
  ].join('\n');
}

const KINDS: Readonly<Record<Exclude<Reply['kind'], 'gate'>, string>> = {
  unknown: 'unknown',
  'not-allowed': 'not allowed',
  'not-reached': 'not reached',
  refused: 'refused',
};

function phaseLines({ open, state, title }: GateAnswerPhase): string[] {
  const name = title === '' ? 'Items' : plain(title);
  if (open.length === 0) return [`  ${name}: ${state}`];
  return [`  ${name}: ${counted(open.length, 'item')} open`, ...open.map((item) => `    - ${plain(item.title)}`)];
}

/** The state in one line, such as `open: Before 2 items (Send the notes; Freeze)`. Equal lines mean that nothing has changed. */
export function replyLine(reply: Reply): string {
  if (reply.kind !== 'gate') return `${KINDS[reply.kind]}: ${plain(reply.detail)}`;
  const { gate } = reply;
  if (gate.state === 'complete') return `complete: ${runName(gate)}`;
  const parts = gate.phases
    .filter(({ open }) => open.length > 0)
    .map(({ open, title }) => {
      const titles = open.map((item) => plain(item.title)).join('; ');
      return `${title === '' ? '' : `${plain(title)} `}${counted(open.length, 'item')} (${titles})`;
    });
  return `open: ${parts.join(', ') || 'no item is settled yet'}`;
}

/** `shop-api 2.4 (Release)` */
function runName({ run: { name, title } }: Pick<GateAnswer, 'run'>): string {
  return name === null ? plain(title) : `${plain(name)} (${plain(title)})`;
}

function bypassText({ bypass, phases }: GateAnswer): string {
  if (bypass === null) return '';
  const phase = phases.find(({ id }) => id === bypass.phase)?.title ?? bypass.phase;
  return `${plain(bypass.by)} opened the gate${phase === null ? '' : ` for ${plain(phase)}`} at ${plain(bypass.at)}: ${plain(bypass.reason)}`;
}

/** On one line, without what moves a terminal's cursor. “##[” begins a command in a log of GitHub Actions. */
function plain(text: string): string {
  return printableLine(text).replaceAll('##[', '# #[');
}

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
