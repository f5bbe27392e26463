import type { Person } from '../../checklist/run.js';
import { cutPlain } from '../mrkdwn/cut.js';
import { escapeEntities } from '../mrkdwn/escape.js';

const NAME = 40;

/** A person by name, as a link to their profile: a mention would notify them whenever the message is posted anew. */
export function personLink({ id, name }: Person): string {
  return `<slack://user?id=${encodeURIComponent(id)}|${escapeEntities(cutPlain(name, NAME)).replaceAll('|', '¦') || id}>`;
}

/** Up to `most` people, and how many more. */
export function peopleList(people: readonly Person[], most: number): string {
  const links = people.slice(0, most).map(personLink);
  return people.length > most ? `${links.join(', ')} and ${people.length - most} more` : links.join(', ');
}
