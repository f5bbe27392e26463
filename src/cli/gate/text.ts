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
export function runName({ run: { name, title } }: Pick<GateAnswer, 'run'>): string {
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
