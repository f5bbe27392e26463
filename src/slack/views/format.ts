import type { Progress } from '../../checklist/progress.js';
import { type Due, isMoment, isToken, type Person, type Run } from '../../checklist/run.js';
import { cutPlain, escapeEntities, escapeMrkdwn, link } from '../block-kit/mrkdwn/escape.js';

/** `1 item`, `7 items`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A time that Slack shows in each reader's own time zone. */
export function when(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${utc(at)}>`;
}

/** For texts that Slack does not format: `2026-11-20 14:05 UTC`. */
export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A day as people write it, `Tue 24 Nov 2026`. It has no time zone, so it is the same for every reader. A moment with its time. */
export function day(date: Due): string {
  if (isMoment(date)) return when(new Date(date));
  // `Tue, 03 Nov 2026 00:00:00 GMT`, whatever the machine's language.
  return new Date(`${date}T00:00:00Z`).toUTCString().slice(0, 16).replace(/, 0?/, ' ');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took, in its two largest units: `2 h 10 min`, `3 days 4 h`, `less than a minute`. */
export function duration(from: Date, to: Date): string {
  const ms = Math.max(0, to.getTime() - from.getTime());
  if (ms < MINUTE) return 'less than a minute';
  const parts = [
    { count: Math.floor(ms / DAY), unit: ms < 2 * DAY ? 'day' : 'days' },
    { count: Math.floor((ms % DAY) / HOUR), unit: 'h' },
    { count: Math.floor((ms % HOUR) / MINUTE), unit: 'min' },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ');
}

const PERSON_NAME = 40;

/** A person's name as a link to their profile. A mention would notify them at each update of the message. A token has only a name. */
export function personLink(person: Person): string {
  const { id, name } = person;
  if (isToken(person)) return escapeMrkdwn(cutPlain(name, PERSON_NAME));
  return `<slack://user?id=${encodeURIComponent(id)}|${escapeEntities(cutPlain(name, PERSON_NAME)).replaceAll('|', '¦') || id}>`;
}

/** Up to `max` people, and how many more. */
export function peopleList(people: readonly Person[], max: number): string {
  const links = people.slice(0, max).map(personLink);
  return people.length > max ? `${links.join(', ')} and ${people.length - max} more` : links.join(', ');
}

/** Characters that addresses may add to a text. Slack refuses a message as a whole when one of its texts is too long. */
const ADDRESSES = 300;
const ADDRESS = /https?:\/\/[^\s<>|"]*[^\s<>|".,:;!?')\]]/gi;

/** The beginning of a text, in one line, that has at most `max` characters once it is escaped. */
export function cutEscaped(text: string, max: number): string {
  const whole = cutPlain(text, Number.POSITIVE_INFINITY);
  let shown = cutPlain(whole, max);
  // "&" takes five characters.
  while (escapeMrkdwn(shown).length > max) shown = cutPlain(whole, Math.floor(shown.length * 0.9));
  return shown;
}

/** What somebody wrote, in one line of at most `max` escaped characters. Its addresses are links, and lead to the whole address if it is cut. */
export function said(text: string, max: number): string {
  const whole = cutPlain(text, Number.POSITIVE_INFINITY);
  const shown = cutEscaped(text, max);
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: address, index } of whole.matchAll(ADDRESS)) {
    if (index + 'https://'.length >= shown.length) break;
    const end = Math.min(index + address.length, shown.length);
    // In a label a look-alike would be copied, so an address that is shown whole has none.
    const linked = shown.startsWith(address, index)
      ? `<${escapeEntities(address)}>`
      : link(shown.slice(index, end), address);
    pieces.push(escapeMrkdwn(shown.slice(from, index)), linked);
    from = end;
  }
  const linked = [...pieces, escapeMrkdwn(shown.slice(from))].join('');
  return linked.length <= max + ADDRESSES ? linked : escapeMrkdwn(shown);
}

/** A link with this label. An address that is too long for a text of `max` characters is left out; exports have it whole. */
export function shortLink(label: string, url: string, max: number): string {
  const linked = link(label, url);
  return linked.length <= max + ADDRESSES ? linked : escapeMrkdwn(label);
}

const CELLS = 12;

/**
 * Progress as text: done, then skipped, then open cells. It is full only when nothing is open, never empty once something is
 * done or skipped, and skipped items never look done.
 */
export function progressBar({ done, skipped, total }: Pick<Progress, 'done' | 'skipped' | 'total'>): string {
  const settled = done + skipped;
  // Done and skipped items each get at least one cell.
  const filled = Math.max(cellsFor(settled, total), done > 0 && skipped > 0 ? 2 : 0);
  const solid = skipped === 0 ? filled : Math.min(cellsFor(done, total), filled - 1);
  return `${'■'.repeat(solid)}${'▣'.repeat(filled - solid)}${'□'.repeat(CELLS - filled)}`;
}

function cellsFor(count: number, total: number): number {
  if (count === 0) return 0;
  return count === total ? CELLS : Math.min(CELLS - 1, Math.max(1, Math.floor((count / total) * CELLS)));
}

/** `5 of 11 done, 2 skipped`. */
export function progressWords({ done, skipped, total }: Pick<Progress, 'done' | 'skipped' | 'total'>): string {
  return `${done} of ${total} done${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const TITLE = 80;
const NAME = 50;

/** `Going live checklist – shop-api 2.4`: plain text, short enough for a header with a word more. */
export function runTitle({ title, name }: Pick<Run, 'title' | 'name'>): string {
  if (name === undefined) return cutPlain(title, TITLE + NAME) || 'Checklist';
  return `${cutPlain(title, TITLE) || 'Checklist'} – ${cutPlain(name, NAME)}`;
}
