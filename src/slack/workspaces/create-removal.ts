import type { ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { InstallationStore, Installations } from '../../workspaces/installations.js';
import { isTokenRefused } from './is-token-refused.js';
import { removalIn } from './removal-in.js';

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
