import type { Guide } from '../guide/page.js';
import { type RunningApp, startApp } from '../start-app.js';
import { removeSqlite } from '../storage/remove-sqlite.js';
import type { Logger } from '../telemetry/logger.js';
import type { SlackAccess, WorkspaceApp } from './workspace-app.js';

export interface AppHere {
  readonly guide: Guide;
  readonly guideUrl?: string;
  /** The playground's own: it is removed to start over. */
  readonly databaseUrl: string;
  readonly logger: Logger;
}

/** Runs the app in this process, before a simulated Slack. */
export const runAppHere = async (
  { guide, guideUrl, databaseUrl, logger }: AppHere,
  { apiUrl, botToken, signingSecret }: SlackAccess,
): Promise<WorkspaceApp> => {
  const start = (port: number): Promise<RunningApp> =>
    startApp({
      guide,
      ...(guideUrl && { guideUrl }),
      database: { url: databaseUrl, migrateOnStart: true },
      slack: { botToken, connection: { kind: 'http', signingSecret }, apiUrl, port, host: '127.0.0.1' },
      logger,
      onFatal: (error) => logger.error(error.message),
    });
  let app = await start(0);
  const { port } = app;
  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    async startOver() {
      await app.stop();
      await removeSqlite(databaseUrl);
      app = await start(port);
    },
    stop: () => app.stop(),
  };
};
