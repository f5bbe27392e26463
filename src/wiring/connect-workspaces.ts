import type { DatabaseConfig } from '../config/database.js';
import { type CallWatch, createClients, createSlackLogger, createWebClient } from '../slack/api/client.js';
import { createReplyFetch, createReplyTo } from '../slack/api/fetch.js';
import type { SlackSettings } from '../slack/app.js';
import { createIsInstalled } from '../slack/install/authorize.js';
import type { Workspaces } from '../slack/install/oauth.js';
import type { Slack } from '../slack/services.js';
import { DEFAULT_POOL_SIZE } from '../storage/database.js';
import type { Storage } from '../storage/open.js';
import type { Logger } from '../telemetry/logger.js';
import { createInstallations } from '../workspaces/installations.js';
import { createKeyRing, type KeyRing } from '../workspaces/key-ring.js';
import { createWorkspaceLimit, noWorkspaceLimit, type WorkspaceLimit } from './store-wrappers.js';

/** How Slack is called for each installation, and how many of its database calls run at the same time. */
export interface Connections extends Omit<Slack, 'hasAgentView' | 'viewQueue'> {
  readonly limit: WorkspaceLimit;
  /** Present when many workspaces may install the app. */
  readonly workspaces?: Workspaces;
  /** The keys that seal what is stored; undefined for an app in a single workspace, which stores no token. */
  readonly keys: KeyRing | undefined;
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
  const replyTo = createReplyTo(calls.replies(createReplyFetch(apiUrl)));
  if (slack.botToken !== undefined) {
    const client = createWebClient({ token: slack.botToken, apiUrl, logger: slackLogger, calls });
    return {
      clientFor: () => client,
      isInstalled: async () => true,
      replyTo,
      limit: noWorkspaceLimit,
      keys: undefined,
    };
  }
  const { clientId, clientSecret, stateSecret, tokenKeys } = slack.connection;
  const keys = createKeyRing(tokenKeys);
  const store = storage.installations(keys);
  const installations = createInstallations(store);
  const clientFor = createClients({ installations, apiUrl, logger, slackLogger, calls });
  return {
    clientFor,
    isInstalled: createIsInstalled(installations),
    replyTo,
    keys,
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
