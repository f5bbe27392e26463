import { createLanes, type Lanes } from './create-lanes.js';
import type { CallWatch } from './slack/create-call-watch.js';
import type { Services } from './slack/services.js';
import { createSlackLogger } from './slack/slack-logger.js';
import type { SlackSettings } from './slack/start-slack-app.js';
import { createWebClient } from './slack/web-client.js';
import { createClients } from './slack/workspaces/create-clients.js';
import { createIsInstalled } from './slack/workspaces/is-installed.js';
import type { Workspaces } from './slack/workspaces/serve-workspaces.js';
import type { Storage } from './storage/open-storage.js';
import type { Logger } from './telemetry/logger.js';
import { whenReady } from './when-ready.js';
import { createInstallations } from './workspaces/create-installations.js';
import { createKeyRing } from './workspaces/create-key-ring.js';

/** Half of the connections to Postgres: one workspace alone cannot take them all. */
const LANE_WIDTH = 4;

/** How Slack is called on behalf of each installation. */
export interface Connected extends Pick<Services, 'clientFor' | 'isInstalled'> {
  /** Keeps the calls of one installation to a store from holding up those of others. */
  readonly through: Lanes['through'];
  /** Where many workspaces may install the app. */
  readonly workspaces?: Workspaces;
}

/** One client for the one workspace, or one for each that has installed the app. */
export const connectWorkspaces = (
  slack: SlackSettings,
  opening: Promise<Storage>,
  { logger, calls }: { readonly logger: Logger; readonly calls: CallWatch },
): Connected => {
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
    through: createLanes(LANE_WIDTH).through,
    workspaces: {
      app: { clientId, clientSecret, ...(apiUrl && { apiUrl }) },
      stateSecret,
      store,
      installations,
      clientFor,
    },
  };
};
