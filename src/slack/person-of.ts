import type { Person } from '../checklist/run.js';

/** Whoever pressed or submitted, by the name that came with it. */
export function personOf({ id, name, username }: { id: string; name?: string; username?: string }): Person {
  return {
    id,
    name: name || username || id,
  };
}
