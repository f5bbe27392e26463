import { randomBytes } from 'node:crypto';
import type { Guide } from './guide/page.js';
import { startPlayground } from './playground/start-playground.js';
import { readManifest } from './read-manifest.js';
import { startSimulatedSlack } from './simulated-slack/index.js';
import { startApp } from './start-app.js';
import type { Logger } from './telemetry/logger.js';

export interface TryoutOptions {
  readonly guide: Guide;
  readonly guideUrl?: string;
  /** The playground's own, never the one that a team's records are in. */
  readonly databaseUrl: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
}

export interface Tryout {
  readonly url: string;
  /** For requests by hand. */
  readonly eventsUrl: string;
  readonly signingSecret: string;
  stop(): Promise<void>;
}

/** The app with a simulated Slack before it and the playground to use it in: the very same code as in Slack. */
export const startTryout = async ({ guide, guideUrl, databaseUrl, port, logger }: TryoutOptions): Promise<Tryout> => {
  const manifest = await readManifest();
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-playground-${randomBytes(8).toString('hex')}`;
  const slack = await startSimulatedSlack({ signingSecret, botToken, manifest });
  const stops = [() => slack.stop()];
  const stop = async (): Promise<void> => {
    // In the order of the stream: nobody asks any more, then the app ends, then its Slack.
    for (const each of stops.reverse()) await each();
  };
  try {
    const app = await startApp({
      guide,
      ...(guideUrl && { guideUrl }),
      database: { url: databaseUrl, migrateOnStart: true },
      slack: {
        botToken,
        connection: { kind: 'http', signingSecret },
        apiUrl: slack.apiUrl,
        port: 0,
        host: '127.0.0.1',
      },
      logger,
      onFatal: (error) => logger.error(error.message),
    });
    stops.push(() => app.stop());
    const eventsUrl = `http://127.0.0.1:${app.port}/slack/events`;
    slack.deliverTo(eventsUrl);
    const playground = await startPlayground({ slack, port, logger });
    stops.push(() => playground.stop());
    return { url: playground.url, eventsUrl, signingSecret, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
