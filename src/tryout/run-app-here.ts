import type { Guide } from '../guide/page.js';
import { type RunningApp, startApp } from '../start-app.js';
import { removeSqlite } from '../storage/sqlite-files.js';
import type { Logger } from '../telemetry/logger.js';
import type { SlackAccess, WorkspaceApp } from './workspace-app.js';

export interface AppHere {
  readonly guide: Guide;
  readonly guideUrl?: string;
  /** The playground's own: it is removed to start over. */
  readonly databaseUrl: string;
  readonly logger: Logger;
  /** Is given the app, of which the guide may be replaced. */
  readonly onStarted?: (app: Pick<RunningApp, 'guide' | 'replaceGuide'>) => void;
}

/** Runs the app in this process, before a simulated Slack. */
export async function runAppHere(
  { guide, guideUrl, databaseUrl, logger, onStarted }: AppHere,
  { apiUrl, botToken, signingSecret }: SlackAccess,
): Promise<WorkspaceApp> {
  let latest = guide;
  const start = (port: number): Promise<RunningApp> =>
    startApp({
      guide: latest,
      ...(guideUrl && { guideUrl }),
      database: { url: databaseUrl, migrateOnStart: true },
      slack: { botToken, connection: { kind: 'http', signingSecret }, apiUrl, port, host: '127.0.0.1' },
      logger,
      onFatal: (error) => logger.error(error.message),
    });
  let app = await start(0);
  const { port } = app;
  onStarted?.({
    guide: () => app.guide(),
    async replaceGuide(next) {
      latest = next;
      await app.replaceGuide(next);
    },
  });
  return {
    eventsUrl: `http://127.0.0.1:${port}/slack/events`,
    async startOver() {
      await app.stop();
      await removeSqlite(databaseUrl);
      app = await start(port);
    },
    stop: () => app.stop(),
  };
}
