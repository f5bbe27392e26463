import type { Person } from '../../checklist/run.js';
import type { Services } from '../services.js';

/** A chosen person with their name: Slack sends only the id. */
export async function nameOf(
  { checklists }: Pick<Services, 'checklists'>,
  { by, installation }: { readonly by: Person; readonly installation: string },
  id: string,
): Promise<Person> {
  if (id === by.id) return by;
  return { id, name: (await checklists.people.nameOf({ installation, person: id })) ?? 'a teammate' };
}
