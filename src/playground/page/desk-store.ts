import type { Desk, DeskChange, Message } from './protocol.js';

export interface DeskStore {
  /** Absent until the server has sent it. */
  readonly desk: Desk | undefined;
  apply(change: DeskChange): void;
  /** Forgets everything: another person's desk comes. */
  clear(): void;
}

/** Keeps a desk up to date by the changes that the server sends. */
export function deskStore(): DeskStore {
  let messages = new Map<string, Message>();
  let rest: Partial<Omit<Desk, 'messages'>> = {};
  let desk: Desk | undefined;
  return {
    get desk() {
      return desk;
    },
    apply(change) {
      for (const key of change.gone ?? []) messages.delete(key);
      for (const message of change.changed ?? []) messages.set(`${message.channel}/${message.ts}`, message);
      rest = { ...rest, ...change.rest };
      if (!isWhole(rest)) return;
      desk = { ...rest, messages: [...messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0)) };
    },
    clear() {
      messages = new Map();
      rest = {};
      desk = undefined;
    },
  };
}

function isWhole(rest: Partial<Omit<Desk, 'messages'>>): rest is Omit<Desk, 'messages'> {
  return (
    rest.person !== undefined && rest.channels !== undefined && rest.people !== undefined && rest.dialogs !== undefined
  );
}
