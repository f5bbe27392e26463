import { randomBytes } from 'node:crypto';
import type { ResponseGrant } from './state.js';
import type { WorkspaceStore } from './workspace-store.js';

/** docs.slack.dev/interactivity/handling-user-interaction: five uses within thirty minutes. */
const uses = 5;
const lifetimeMs = 30 * 60 * 1000;

/** Opens a response_url. @returns its path, below the stand-in's address */
export function openGrant(store: WorkspaceStore, grant: Omit<ResponseGrant, 'usesLeft' | 'expires'>): string {
  const { grants } = store.state;
  // Expired ones are kept a while, so that a late post learns `expired_url`, and then dropped: the state is stored.
  for (const [old, { expires }] of Object.entries(grants)) if (store.now() > expires + lifetimeMs) delete grants[old];
  const secret = randomBytes(12).toString('hex');
  grants[secret] = { ...grant, usesLeft: uses, expires: store.now() + lifetimeMs };
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
