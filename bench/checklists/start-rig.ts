import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulatedSlack } from '@guidepost/slack-simulator';
import { scopes } from '../../src/slack/surface.js';
import { createPresses } from './create-presses.js';
import { openTruth } from './open-truth.js';
import { createAppProcess } from './start-app-process.js';
import { startWhispers } from './start-whispers.js';

const ITEMS = 40;
const SECRET = 'a-signing-secret-for-the-bench';
const BOT_TOKEN = 'xoxb-bench';

/**
 * The real app in so many processes over one database, before a simulated Slack, with a checklist of 40 items posted by its own
 * command and button. @param database with its `url`; `inspectUrl` is a way to it that is never cut
 */
export async function startRig({ database, processes }) {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-bench-'));
  const content = join(folder, 'content');
  mkdirSync(content);
  writeFileSync(join(content, 'going-live.md'), page());
  const slack = await startSimulatedSlack({ signingSecret: SECRET, botToken: BOT_TOKEN, scopes: scopes() });
  const whispers = await startWhispers();
  const environment = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    GUIDE_DIR: content,
    DATABASE_URL: database.url,
    RATE_LIMIT_PER_MINUTE: '0',
  };
  const apps = await Promise.all(Array.from({ length: processes }, () => createAppProcess({ folder, environment })));
  await Promise.all(apps.map((app) => app.start()));
  const message = await post(slack, apps[0]);
  const truth = await openTruth({ url: database.inspectUrl ?? database.url, slack, message });
  return {
    apps,
    slack,
    items: ITEMS,
    truth,
    presses: createPresses({ secret: SECRET, slack, message, run: truth.run, whispers }),
    stop: async () => {
      await Promise.all(apps.map((app) => app.kill()));
      await truth.close();
      await whispers.stop();
      await slack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function post(slack, app) {
  slack.deliverTo(app.eventsUrl);
  const place = slack.workspace.as('ada').in('#deployments');
  const preview = await place.command('/guide checklist going live');
  await preview.press('Post to this channel');
  await slack.until(() => place.lastMessage().plainText().includes(`0 of ${ITEMS}`), { what: 'the posted checklist' });
  return place.lastMessage();
}

function page() {
  return [
    '---\ntitle: Going live\nsummary: What must be true on launch day.\n---\n\n## Going live checklist\n',
    ...Array.from({ length: ITEMS }, (_, index) => `- [ ] Step ${index + 1} of the launch`),
  ].join('\n');
}
