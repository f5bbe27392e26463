import type { DatabaseConfig } from '../config.js';
import type { CallWatch } from '../slack/api/call-watch.js';
import { createClients, createSlackLogger, createWebClient } from '../slack/api/client.js';
import type { SlackSettings } from '../slack/app.js';
import { createIsInstalled } from '../slack/install/authorize.js';
import type { Workspaces } from '../slack/install/oauth.js';
import type { Slack } from '../slack/services.js';
import { DEFAULT_POOL_SIZE } from '../storage/default-pool-size.js';
import type { Storage } from '../storage/open-storage.js';
import type { Logger } from '../telemetry/logger.js';
import { createInstallations } from '../workspaces/create-installations.js';
import { createKeyRing } from '../workspaces/create-key-ring.js';
import { createLanes, type Lanes } from './create-lanes.js';
import { whenReady } from './when-ready.js';

/** How Slack is called on behalf of each installation. */
export interface Connected extends Slack {
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
