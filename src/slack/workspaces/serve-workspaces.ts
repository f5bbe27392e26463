import type { Logger as SlackLogger } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../../telemetry/logger.js';
import type { InstallationStore, Installations } from '../../workspaces/installations.js';
import type { HttpEdgeOptions } from '../http-edge.js';
import { createExchange, type OAuthApp } from '../oauth/exchange-code.js';
import { installRoutes } from '../oauth/install-routes.js';
import { createInstallStates } from '../oauth/install-states.js';
import { scopes } from '../surface.js';
import { createRemoval } from './create-removal.js';

/** What the edge needs to be installed in any workspace, and removed from it. */
export interface Workspaces {
  readonly app: OAuthApp;
  /** Signs the installs that are under way. */
  readonly stateSecret: string;
  readonly store: InstallationStore;
  readonly installations: Installations;
  readonly clientFor: (installation: string) => WebClient;
}

/** The install's pages, and who hears first of a removal. */
export function serveWorkspaces(
  { app, stateSecret, store, installations, clientFor }: Workspaces,
  { logger, slackLogger }: { logger: Logger; slackLogger: SlackLogger },
): Required<Pick<HttpEdgeOptions, 'routes' | 'takeFirst'>> {
  return {
    routes: installRoutes({
      app,
      scopes: scopes(),
      states: createInstallStates(stateSecret),
      exchange: createExchange(app, slackLogger),
      keep: async (installation) => {
        await store.save(installation);
        installations.forget(installation.id);
      },
      logger,
    }),
    takeFirst: [createRemoval({ store, installations, clientFor, logger })],
  };
}
