import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Guide } from '../../src/guide/page.js';
import { readManifest } from '../../src/read-manifest.js';
import { guideOf } from '../builders/guide-of.js';
import { startWorkspace, type TestWorkspace } from './start-workspace.js';

const files = {
  'deployment.md': `---
title: Deployment
order: 10
summary: How an app gets from a laptop to its users.
choices:
  - {text: "Can a platform run the servers for me?", to: platform-as-a-service, icon: cloud}
  - {text: "What runs my Python code?", to: wsgi-servers}
  - {text: "Read the news elsewhere", to: "https://example.com/news"}
---
## Routes

Rent a server, or let a platform run it.

## Deployment checklist

- [ ] Choose a route
- [ ] Try it with a small app

  Ten lines of Flask will do.
`,
  'platform-as-a-service.md': `---
title: Platform-as-a-service
order: 20
summary: A platform runs the servers; you bring the code.
aliases: [paas, heroku]
---
## What it takes over

A platform patches the operating system and restarts crashed processes.

## Static files

Most platforms want a [CDN](wsgi-servers.md) for static files.
`,
  'wsgi-servers.md': `---
title: WSGI servers
order: 30
summary: A WSGI server runs synchronous Python code.
aliases: [gunicorn]
---
Start Gunicorn with two workers for each core.
`,
};

let guide: Guide;
let workspace: TestWorkspace;
function ada() {
  return workspace.slack.workspace.as('ada').in('#deployments');
}

beforeAll(async () => {
  guide = await guideOf(files);
  workspace = await startWorkspace(guide);
});
afterAll(() => workspace.stop());

describe('/guide with a question', () => {
  it('answers privately, in the reply to the command itself', async () => {
    workspace.slack.clearJournal();
    const card = await ada().command('/guide who restarts crashed processes?');
    expect(card.visibleTo).toBe(workspace.slack.workspace.as('ada').person.id);
    expect(card.plainText()).toContain('Platform-as-a-service');
    expect(card.plainText()).toContain('A platform runs the servers; you bring the code.');
    expect(card.plainText()).toContain('What it takes over');
    expect(JSON.stringify(card.blocks)).toContain('*restarts* *crashed* *processes*');
    expect(workspace.slack.calls.map(({ method }) => method)).not.toContain('chat.postMessage');
  });

  it.each([
    ['12,000 colons', `checklist x${':'.repeat(12_000)}`],
    ['40,000 full stops', `${'.'.repeat(40_000)}x`],
    ['signs that stand for eighteen letters each', '\ufdfa'.repeat(4_000)],
    ['one long Chinese word', '部署'.repeat(8_000)],
  ])('holds nobody up with %s', async (_, text) => {
    const before = process.cpuUsage();
    const reply = await ada().command(`/guide ${text}`);
    const { user, system } = process.cpuUsage(before);
    expect(reply.plainText()).not.toBe('');
    // The simulated Slack runs in this process too. A pattern that goes back and forth would take minutes.
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });

  it('opens the next topic in place, shows the trail, and returns to the same card', async () => {
    const card = await ada().command('/guide deployment');
    const before = card.plainText();
    await card.press(':cloud: Can a platform run the servers for me?');
    await workspace.slack.settled();
    expect(card.plainText()).toContain('Platform-as-a-service');
    expect(card.plainText()).toContain('Deployment › Platform-as-a-service');
    await card.press('Back');
    await workspace.slack.settled();
    expect(card.plainText()).toContain('How an app gets from a laptop');
    expect(card.plainText()).not.toContain('›');
    expect(before).toContain('How an app gets from a laptop');
  });

  it('acknowledges a press on a link button, which only opens a URL', async () => {
    const card = await ada().command('/guide deployment');
    const { outcome } = await card.press('Read the news elsewhere');
    expect(outcome.kind).toBe('ok');
  });

  it('says that it does not know, and names the unknown words', async () => {
    const answer = await ada().command('/guide how do I cook rice?');
    expect(answer.plainText()).toContain('no page that answers that');
    expect(answer.plainText()).toContain('rice');
    expect(answer.buttons()).toContain('Browse all topics');
  });

  it('says how it read a misspelled word, spelled as in the guide, even if no page answers', async () => {
    const card = await ada().command('/guide how many wrokers does gunicron need');
    expect(card.plainText()).toContain('Showing results for');
    expect(card.plainText()).toContain('Gunicorn');
    expect(card.plainText()).toContain('instead of “gunicron”');
    const nothing = await ada().command('/guide which flight to Zanzibar takes wrokers, hamsters and luggage?');
    expect(nothing.plainText()).toContain('no page that answers that');
    expect(nothing.plainText()).toContain('instead of “wrokers”');
  });

  it('uses the name that the workspace gave the command', async () => {
    const manifest = await readManifest();
    const commands = manifest.commands.map((each) => ({ ...each, command: '/handbook' }));
    workspace.slack.workspace.install({ ...manifest, commands });
    const help = await ada().command('/handbook help');
    workspace.slack.workspace.install(manifest);
    expect(help.plainText()).toContain('/handbook checklist <topic>');
    expect(help.plainText()).not.toContain('/guide');
  });

  it('never notifies anyone with what was typed', async () => {
    const answer = await ada().command('/guide <!channel> *deployment*');
    expect(JSON.stringify(answer.blocks)).not.toContain('<!channel>');
    expect(answer.answered).toBe(true);
  });

  it('opens the whole page in a dialog', async () => {
    const card = await ada().command('/guide deployment');
    await card.press('Read the page');
    await workspace.slack.settled();
    const dialog = workspace.slack.workspace.as('ada').dialog();
    expect(dialog.title).toBe('Deployment');
    expect(dialog.plainText()).toContain('Rent a server, or let a platform run it.');
    expect(dialog.plainText()).toContain('Ten lines of Flask will do.');
    await dialog.close();
  });

  it('still answers a button whose page was removed', async () => {
    const smaller = await guideOf({ 'wsgi-servers.md': files['wsgi-servers.md'] });
    const other = await startWorkspace(smaller, { signingSecret: workspace.signingSecret });
    try {
      const card = await ada().command('/guide deployment');
      workspace.slack.deliverTo(other.eventsUrl());
      await card.press(':cloud: Can a platform run the servers for me?');
      await workspace.slack.settled();
      expect(card.plainText()).toContain('“platform-as-a-service” is no longer in the guide');
    } finally {
      workspace.slack.deliverTo(workspace.eventsUrl());
      await other.stop();
    }
  });
});

describe('two questions in one', () => {
  it('answers the first at once and the second by a button, each with its page', async () => {
    const first = await ada().command('/guide What does paas take over? And how many workers does gunicorn need?');
    expect(first.plainText()).toContain('Platform-as-a-service');
    expect(first.plainText()).toContain('You asked: What does paas take over?');
    const second = await first.press('how many workers does gunicorn need?');
    await workspace.slack.settled();
    expect(second.messages().map((message) => message.plainText())).toEqual([
      expect.stringContaining('Start Gunicorn with two workers'),
    ]);
    expect(first.plainText()).toContain('Platform-as-a-service');
  });

  it('answers both with one page if one says it all', async () => {
    const answer = await ada().command('/guide what is gunicorn and how do I start gunicorn?');
    expect(answer.plainText()).not.toContain('You also asked');
  });
});

describe('/guide with a subcommand', () => {
  it.each([
    ['', 'Ask the guide'],
    ['help', 'Ask the guide'],
    ['topics', 'Topics'],
    ['checklists', 'Checklists'],
    ['checklist deployment', 'Deployment checklist'],
    ['checklist for the deployment', 'Deployment checklist'],
    ['help me deploy to Heroku', 'Platform-as-a-service'],
    ['checklist paas', 'has no checklist'],
  ])('understands %j', async (text, expected) => {
    const answer = await ada().command(`/guide ${text}`);
    expect(answer.plainText()).toContain(expected);
  });

  it('opens a page from the list of topics', async () => {
    const topics = await ada().command('/guide topics');
    await topics.press('Open', { nth: 2 });
    await workspace.slack.settled();
    expect(topics.plainText()).toContain('A WSGI server runs synchronous Python code.');
  });
});

describe('errors and edge cases', () => {
  it('acknowledges a button from another release', async () => {
    const card = await ada().command('/guide deployment');
    const reply = await fetchSigned({
      ...pressPayload(card.ts),
      actions: [{ type: 'button', action_id: 'old', block_id: 'b', value: 'old', action_ts: '1' }],
    });
    expect(reply.status).toBe(200);
  });

  it('refuses a request with a wrong signature', async () => {
    const reply = await fetch(workspace.eventsUrl(), {
      method: 'POST',
      headers: { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': `${Math.floor(Date.now() / 1000)}` },
      body: 'command=%2Fguide',
    });
    expect(reply.status).toBe(401);
  });

  it('tells the asker when Slack refuses the dialog, with a reference that is also in the log', async () => {
    const card = await ada().command('/guide deployment');
    workspace.slack.faults.next('views.open', { error: 'internal_error' });
    const press = await card.press('Read the page');
    await workspace.slack.until(() => press.messages().length > 0, { what: 'the message to the asker' });
    const text = press.messages()[0]?.plainText() ?? '';
    const reference = /reference ([0-9A-F]{8})/.exec(text)?.[1] ?? 'none';
    expect(workspace.log.join('\n')).toContain(reference);
  });

  it('answers commands while the Web API cannot be reached', async () => {
    workspace.slack.faults.refuseConnections(true);
    try {
      await workspace.restartApp();
      const card = await ada().command('/guide deployment');
      expect(card.plainText()).toContain('How an app gets from a laptop');
    } finally {
      workspace.slack.faults.refuseConnections(false);
    }
  });

  it('serves its health checks', async () => {
    const base = new URL(workspace.eventsUrl()).origin;
    expect((await fetch(`${base}/livez`)).status).toBe(200);
    const health = await fetch(`${base}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: 'ready', database: 'reachable', guide: { pages: 3 } });
  });
});

function pressPayload(messageTs: string): Record<string, unknown> {
  const { team, app } = workspace.slack.workspace;
  const { person } = workspace.slack.workspace.as('ada');
  return {
    type: 'block_actions',
    api_app_id: app.id,
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, name: person.name, team_id: team.id },
    container: { type: 'message', message_ts: messageTs, is_ephemeral: true },
    trigger_id: '1.2.3',
    response_url: `${workspace.slack.url}/nowhere`,
  };
}

async function fetchSigned(payload: object): Promise<Response> {
  const { createHmac } = await import('node:crypto');
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const timestamp = `${Math.floor(Date.now() / 1000)}`;
  const signature = createHmac('sha256', workspace.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return fetch(workspace.eventsUrl(), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': `v0=${signature}`,
      'x-slack-request-timestamp': timestamp,
    },
    body,
  });
}
