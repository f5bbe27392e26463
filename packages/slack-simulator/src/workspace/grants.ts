import { randomBytes } from 'node:crypto';
import type { ResponseGrant, Trigger } from './state.js';
import type { WorkspaceStore } from './store.js';

/** docs.slack.dev/interactivity/handling-user-interaction: five uses within thirty minutes. */
const uses = 5;
const grantLifetimeMs = 30 * 60 * 1000;

/** Opens a response_url. @returns its path, below the simulator's address */
export function openGrant(store: WorkspaceStore, grant: Omit<ResponseGrant, 'usesLeft' | 'expires'>): string {
  const { grants } = store.state;
  // Keep expired ones for a while, so that a late post gets `expired_url`. Then drop them, because the state is saved.
  for (const [old, { expires }] of Object.entries(grants))
    if (store.now() > expires + grantLifetimeMs) delete grants[old];
  const secret = randomBytes(12).toString('hex');
  grants[secret] = { ...grant, usesLeft: uses, expires: store.now() + grantLifetimeMs };
  return `/${grant.from === 'command' ? 'commands' : 'actions'}/${store.state.team.id}/${secret}`;
}

export function grantAt(store: WorkspaceStore, path: string): ResponseGrant | undefined {
  const secret = /^\/(?:commands|actions)\/\w+\/([0-9a-f]{24})$/.exec(path)?.[1];
  return secret === undefined ? undefined : store.state.grants[secret];
}

export function grantRefusal(store: WorkspaceStore, grant: ResponseGrant): 'expired_url' | 'used_url' | undefined {
  if (store.now() > grant.expires) return 'expired_url';
  return grant.usesLeft > 0 ? undefined : 'used_url';
}

const triggerLifetimeMs = 3000;
/** How long an expired trigger stays on record, so that the app gets the right error. */
const keptMs = 10 * 60 * 1000;

/** A `trigger_id`: works for one dialog, for three seconds. */
export function openTrigger(store: WorkspaceStore, person: string, view?: string): string {
  const { triggers } = store.state;
  for (const [old, { expires }] of Object.entries(triggers)) if (store.now() > expires + keptMs) delete triggers[old];
  const id = `${store.nextId('')}.${store.state.team.id}.${randomBytes(16).toString('hex')}`;
  triggers[id] = {
    person,
    ...(view === undefined ? {} : { view }),
    expires: store.now() + triggerLifetimeMs,
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
