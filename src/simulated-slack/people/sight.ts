import type { Channel, Message, Person } from '../workspace/state.js';

export function isSeenBy({ visibleTo }: Message, person: Person): boolean {
  return visibleTo === undefined || visibleTo === person.id;
}

export function mayRead(channel: Channel, person: Person): boolean {
  return channel.kind === 'public' || channel.members.includes(person.id);
}
