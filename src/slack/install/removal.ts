import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { InstallationStore, Installations } from '../../workspaces/installations.js';
import { isTokenRefused } from '../api/errors.js';
import { type EventFields, installationOfEvent } from '../payload.js';

/** A workspace has removed the app. */
export interface Removal {
  readonly installation: string;
  readonly because: 'app_uninstalled' | 'tokens_revoked';
  /** The last moment at which it may have happened. */
  readonly at: Date;
}

interface EventBody extends EventFields {
  readonly event?: { readonly type?: unknown; readonly tokens?: { readonly bot?: unknown } };
  readonly event_time?: unknown;
}

/** Reads a removal from an event (docs.slack.dev/reference/events/app_uninstalled and tokens_revoked). */
export function readRemoval(body: EventBody): Removal | undefined {
  const { event, event_time: seconds } = body;
  const because = event?.type;
  if (because !== 'app_uninstalled' && because !== 'tokens_revoked') return undefined;
  // Tokens of people do not matter to us.
  const bots = event?.tokens?.bot;
  if (because === 'tokens_revoked' && !(Array.isArray(bots) && bots.length > 0)) return undefined;
  const installation = installationOfEvent(body);
  // Slack gives whole seconds. Without them, take it that the event is fresh.
  return { installation, because, at: typeof seconds === 'number' ? new Date(seconds * 1_000 + 999) : new Date() };
}

export interface RemovalOptions {
  readonly store: Pick<InstallationStore, 'remove'>;
  readonly installations: Installations;
  readonly clientFor: (installation: string) => WebClient;
  readonly logger: Logger;
}

/** Our clock and Slack's differ by less than this, or no signed request would be accepted. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Deletes everything of a workspace that removed the app. A removal that is older than the current installation is ignored.
 * @throws Error while Slack or the database cannot be reached; Slack then delivers the event again
 */
export function createRemoveInstallation({ store, installations, clientFor, logger }: RemovalOptions) {
  return async ({ installation, because, at }: Removal): Promise<void> => {
    const removed =
      (await store.remove(installation, new Date(at.getTime() - CLOCK_TOLERANCE_MS))) ||
      // Either it was installed again since, or our clock differs from Slack's. Slack refuses the token of a workspace that removed the app.
      ((await isTokenRefused(clientFor(installation))) && (await store.remove(installation, new Date(8.64e15))));
    installations.forget(installation);
    logger.info(
      removed
        ? 'A workspace removed the app, and all its data is deleted'
        : 'An old removal was ignored: the app was installed again since',
      { installation, because },
    );
  };
}
