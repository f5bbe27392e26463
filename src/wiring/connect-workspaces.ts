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
import { createWorkspaceLimit, noWorkspaceLimit, type WorkspaceLimit } from './store-wrappers.js';

/** How Slack is called for each installation, and how many of its database calls run at the same time. */
export interface Connections extends Pick<Services, 'clientFor' | 'isInstalled'> {
  readonly limit: WorkspaceLimit;
  /** Present when many workspaces may install the app. */
  readonly workspaces?: Workspaces;
}

/** One client for the one workspace, or one for each workspace that has installed the app. */
export function connectWorkspaces({
  slack,
  database,
  storage,
  logger,
  calls,
}: {
  readonly slack: SlackSettings;
  readonly database: DatabaseConfig;
  readonly storage: Storage;
  readonly logger: Logger;
  readonly calls: CallWatch;
}): Connections {
  const { apiUrl } = slack;
  const slackLogger = createSlackLogger(logger);
  if (slack.botToken !== undefined) {
    const client = createWebClient({ token: slack.botToken, apiUrl, logger: slackLogger, calls });
    return { clientFor: () => client, isInstalled: async () => true, limit: noWorkspaceLimit };
  }
  const { clientId, clientSecret, stateSecret, tokenKeys } = slack.connection;
  const store = storage.installations(createKeyRing(tokenKeys));
  const installations = createInstallations(store);
  const clientFor = createClients({ installations, apiUrl, logger, slackLogger, calls });
  return {
    clientFor,
    isInstalled: createIsInstalled(installations),
    limit: createWorkspaceLimit(callsPerWorkspace(database)),
    workspaces: {
      app: { clientId, clientSecret, ...(apiUrl && { apiUrl }) },
      stateSecret,
      store,
      installations,
      clientFor,
    },
  };
}

/** Half of the connections, so that one workspace cannot take them all. */
function callsPerWorkspace({ poolSize = DEFAULT_POOL_SIZE }: DatabaseConfig): number {
  return Math.max(1, Math.floor(poolSize / 2));
}
