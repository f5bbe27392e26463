import type { Run } from '../../checklist/run.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeMrkdwn } from '../mrkdwn/escape.js';

const TITLE = 80;
const NAME = 50;

/** "Going live checklist – shop-api 2.4", plain and short enough for a header with a word more. */
export function runTitle({ title, name }: Pick<Run, 'title' | 'name'>): string {
  if (name === undefined) return cutPlain(title, TITLE + NAME) || 'Checklist';
  return `${cutPlain(title, TITLE) || 'Checklist'} – ${cutPlain(name, NAME)}`;
}

/** A text in bold: what would end the format becomes a look-alike. */
export function bold(text: string): string {
  return `*${escapeMrkdwn(text).replaceAll('*', '∗')}*`;
}

/** A text as the label of a link, or in bold where there is no address. */
export function linked(text: string, url: string | undefined): string {
  return url === undefined ? bold(text) : `<${url}|${escapeMrkdwn(text).replaceAll('|', '¦')}>`;
}
