import type { AppManifest } from '@guidepost/slack-simulator';
import { type SimulatedSlack, startSimulatedSlack } from '@guidepost/slack-simulator';
import { type Playground, type PlaygroundLogger, startPlayground } from '../src/server.js';
import { type FakeApp, startFakeApp } from './fake-app.js';

export interface Scene {
  readonly slack: SimulatedSlack;
  readonly app: FakeApp;
  readonly playground: Playground;
  readonly url: string;
  stop(): Promise<void>;
}

export const quiet: PlaygroundLogger = { error() {} };

export const manifest: AppManifest = {
  commands: [
    { command: '/guide', usageHint: '[question | checklist topic | help]', description: 'Ask the deployment guide' },
    { command: '/guild', usageHint: '[name]', description: 'A neighbour, to choose between' },
  ],
  shortcuts: [
    { kind: 'global', callbackId: 'search', name: 'Search the guide', description: 'Find a page as you type' },
    { kind: 'message', callbackId: 'find', name: 'Find in guide', description: 'Ask with the words of a message' },
  ],
  events: ['app_home_opened', 'app_mention', 'message.im'],
  home: { homeTab: true, messagesTab: true, messagesReadOnly: false },
  unfurlDomains: [],
  scopes: ['commands', 'chat:write', 'app_mentions:read', 'im:history'],
};

export interface SceneOptions {
  readonly port?: number;
  readonly deadlineMs?: number;
  /** Allows an app to connect over Socket Mode. */
  readonly appToken?: string;
}

/** A simulated workspace, the fake app and the playground, on free ports. */
export async function startScene({ port = 0, deadlineMs = 3000, appToken }: SceneOptions = {}): Promise<Scene> {
  const botToken = 'xoxb-playground-test';
  const app = await startFakeApp(botToken);
  const slack = await startSimulatedSlack({
    signingSecret: 'playground-test',
    botToken,
    ...(appToken !== undefined && { appToken }),
    eventsUrl: app.url,
    deadlineMs,
    manifest,
  });
  app.useApi(slack.apiUrl);
  const playground = await startPlayground({ slack, port, logger: quiet });
  return {
    slack,
    app,
    playground,
    url: playground.url,
    async stop() {
      await playground.stop();
      await slack.stop();
      await app.stop();
    },
  };
}
