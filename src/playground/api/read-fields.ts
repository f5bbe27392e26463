import type { Workspace } from '../../simulated-slack/index.js';
import { RequestProblem } from '../http/problem.js';
import type { Place, Surface, TypedText } from '../page/requests.js';

type Fields = Readonly<Record<string, unknown>>;

export function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new RequestProblem(400, `The request lacks the text "${name}".`);
  return value;
}

/** The id of a person who exists. */
export function readPerson({ people }: Pick<Workspace, 'people'>, value: unknown): string {
  const person = people.find(({ id, name }) => id === value || name === value);
  if (person) return person.id;
  const names = people.map(({ name }) => name).join(', ');
  throw new RequestProblem(404, `Nobody is called ${JSON.stringify(value ?? null)} here; the people are ${names}.`);
}

/** The id of a channel that the person can look into. */
export function readChannel({ channels }: Pick<Workspace, 'channels'>, person: string, value: unknown): string {
  const channel = channels.find(({ id }) => id === value);
  if (channel && (channel.kind === 'public' || channel.members.includes(person))) return channel.id;
  throw new RequestProblem(404, `There is no channel ${JSON.stringify(value ?? null)} for this person.`);
}

export function readPlace(value: unknown): Place {
  const place = readObject(value, 'place');
  return {
    blockId: readText(place, 'blockId'),
    actionId: readText(place, 'actionId'),
    ...(typeof place.value === 'string' && { value: place.value }),
  };
}

export function readSurface(value: unknown): Surface {
  const surface = readObject(value, 'surface');
  if (surface.kind === 'dialog' || surface.kind === 'home') return { kind: surface.kind, id: readText(surface, 'id') };
  if (surface.kind === 'message') {
    return { kind: 'message', channel: readText(surface, 'channel'), ts: readText(surface, 'ts') };
  }
  throw new RequestProblem(400, 'The request\'s "surface" is no message, dialog or home.');
}

/** Which message a shortcut is meant for. */
export function readMessage(value: unknown): { channel: string; ts: string } {
  const message = readObject(value, 'message');
  return { channel: readText(message, 'channel'), ts: readText(message, 'ts') };
}

export function readTyped(value: unknown): TypedText[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RequestProblem(400, 'The request\'s "typed" is not a list.');
  return value.map((entry: unknown) => ({ ...readPlace(entry), text: readText(readObject(entry, 'typed'), 'text') }));
}

export function readChoice(value: unknown): string | string[] {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw new RequestProblem(400, 'The request\'s "choice" is neither a text nor a list of texts.');
}

function readObject(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestProblem(400, `The request lacks the object "${name}".`);
  }
  return value as Fields;
}
