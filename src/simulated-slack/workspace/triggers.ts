import { randomBytes } from 'node:crypto';
import type { Trigger } from './state.js';
import type { WorkspaceStore } from './workspace-store.js';

const lifetimeMs = 3000;
/** An old one is remembered this long, so that the app learns why it is refused. */
const keptMs = 10 * 60 * 1000;

/** A `trigger_id`: good for one dialog, for three seconds. */
export function openTrigger(store: WorkspaceStore, person: string, view?: string): string {
  const { triggers } = store.state;
  for (const [old, { expires }] of Object.entries(triggers)) if (store.now() > expires + keptMs) delete triggers[old];
  const id = `${store.nextId('')}.${store.state.team.id}.${randomBytes(16).toString('hex')}`;
  triggers[id] = {
    person,
    ...(view === undefined ? {} : { view }),
    expires: store.now() + lifetimeMs,
    used: false,
  };
  return id;
}

export function triggerRefusal(
  store: WorkspaceStore,
  trigger: Trigger | undefined,
): 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' | undefined {
  if (!trigger) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  return store.now() > trigger.expires ? 'expired_trigger_id' : undefined;
}
