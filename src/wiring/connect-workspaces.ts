import type { DatabaseConfig } from '../config.js';
import type { CallWatch } from '../slack/create-call-watch.js';
import type { Services } from '../slack/services.js';
import { createSlackLogger } from '../slack/slack-logger.js';
import type { SlackSettings } from '../slack/slack-settings.js';
import { createWebClient } from '../slack/web-client.js';
import { createClients } from '../slack/workspaces/create-clients.js';
import { createIsInstalled } from '../slack/workspaces/is-installed.js';
import type { Workspaces } from '../slack/workspaces/serve-workspaces.js';
import { DEFAULT_POOL_SIZE } from '../storage/default-pool-size.js';
import type { Storage } from '../storage/open-storage.js';
import type { Logger } from '../telemetry/logger.js';
import { createInstallations } from '../workspaces/create-installations.js';
import { createKeyRing } from '../workspaces/create-key-ring.js';
import { createLanes, type Lanes, whenReady } from './store-wrappers.js';

/** How Slack is called on behalf of each installation. */
export interface Connected extends Pick<Services, 'clientFor' | 'isInstalled'> {
  /** Keeps the calls of one installation to a store from holding up those of others. */
  readonly through: Lanes['through'];
  /** Where many workspaces may install the app. */
  readonly workspaces?: Workspaces;
}

export interface ConnectionParts {
  readonly slack: SlackSettings;
  readonly database: DatabaseConfig;
  readonly logger: Logger;
  readonly calls: CallWatch;
}

/** One client for the one workspace, or one for each that has installed the app. */
export function connectWorkspaces(
  { slack, database, logger, calls }: ConnectionParts,
  opening: Promise<Storage>,
): Connected {
  const { apiUrl } = slack;
  const slackLogger = createSlackLogger(logger);
  if (slack.botToken !== undefined) {
    const client = createWebClient({ token: slack.botToken, apiUrl, logger: slackLogger, calls });
    return { clientFor: () => client, isInstalled: async () => true, through: (store) => store };
  }
  const { clientId, clientSecret, stateSecret, tokenKeys } = slack.connection;
  const keys = createKeyRing(tokenKeys);
  const store = whenReady(opening.then((storage) => storage.installations(keys)));
  const installations = createInstallations(store);
  const clientFor = createClients({ installations, apiUrl, logger, slackLogger, calls });
  return {
    clientFor,
    isInstalled: createIsInstalled(installations),
    through: createLanes(laneWidth(database)).through,
    workspaces: {
      app: { clientId, clientSecret, ...(apiUrl && { apiUrl }) },
      stateSecret,
      store,
      installations,
      clientFor,
    },
  };
}

/** Half of the connections to Postgres: one workspace alone cannot take them all. */
function laneWidth({ poolSize = DEFAULT_POOL_SIZE }: DatabaseConfig): number {
  return Math.max(1, Math.floor(poolSize / 2));
}
