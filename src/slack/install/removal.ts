import type { ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { InstallationStore, Installations } from '../../workspaces/installations.js';
import { isTokenRefused } from '../api/errors.js';
import { type InstallationFields, installationOf } from '../payload.js';

export interface RemovalParts {
  readonly store: Pick<InstallationStore, 'remove'>;
  readonly installations: Installations;
  readonly clientFor: (installation: string) => WebClient;
  readonly logger: Logger;
}

/**
 * Takes the news that a workspace has removed the app: everything of it is deleted before the news is acknowledged, so that
 * Slack tells it again where that fails. Bolt would acknowledge first.
 * @returns whether it was such news
 */
export function createRemoval({ store, installations, clientFor, logger }: RemovalParts) {
  return async ({ body, ack }: ReceiverEvent): Promise<boolean> => {
    const removal = removalIn(body);
    if (removal === undefined) return false;
    const { installation, because, at } = removal;
    const removed =
      (await store.remove(installation, at)) ||
      // Installed since; or this clock is ahead of Slack's, and then the token is worth nothing.
      ((await isTokenRefused(clientFor(installation))) && (await store.remove(installation, new Date(8.64e15))));
    installations.forget(installation);
    await ack();
    logger.info(
      removed
        ? 'The app was removed from a workspace, and everything that was kept of it is deleted'
        : 'An old removal was passed over: the app was installed again since',
      { installation, because },
    );
    return true;
  };
}

/** The news that the app was removed, and the last moment at which that may have been. */
export interface Removal {
  readonly installation: string;
  readonly because: 'app_uninstalled' | 'tokens_revoked';
  readonly at: Date;
}

interface EventBody extends InstallationFields {
  readonly type?: unknown;
  readonly event?: { readonly type?: unknown; readonly tokens?: { readonly bot?: unknown } };
  readonly event_time?: unknown;
  readonly authorizations?: readonly InstallationFields[] | null;
}

/** Reads it from an event as Slack sends it (docs.slack.dev/reference/events/app_uninstalled and tokens_revoked). */
export function removalIn(body: Readonly<Record<string, unknown>>): Removal | undefined {
  const { type, event, event_time: seconds, authorizations }: EventBody = body;
  if (type !== 'event_callback') return undefined;
  const because = event?.type;
  if (because !== 'app_uninstalled' && because !== 'tokens_revoked') return undefined;
  // Tokens of people are none of ours.
  const bots = event?.tokens?.bot;
  if (because === 'tokens_revoked' && !(Array.isArray(bots) && bots.length > 0)) return undefined;
  const installation = installationOf(authorizations?.[0] ?? (body as InstallationFields));
  // The moment is told in whole seconds. Without it, the news is taken to be fresh.
  return { installation, because, at: typeof seconds === 'number' ? new Date(seconds * 1_000 + 999) : new Date() };
}
