import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { startSimulatedSlack } from '@guidepost/slack-simulator';
import pg from 'pg';
import { createPresses, type Press, type Presses } from '../../bench/checklists/presses.js';
import { startPrivateReplies } from '../../bench/checklists/rig.js';
import { openStoredChecklist, type StoredChecklist } from '../../bench/checklists/stored-checklist.js';
import { required } from '../../bench/measure.js';
import { portOf } from '../../bench/speed/server.js';
import { scopes } from '../../src/slack/surface.js';
import { assert, until } from './steps.js';

/** Longer than the app needs to acknowledge by itself, or to give up on an unavailable database. */
const REPLIES_WITHIN_MS = 4_000;

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** Everything around the app: a simulated Slack, a router, people who ask and press, and access to the database. */
export async function startScene(options: { signingSecret: string; botToken: string; databaseUrl: string }) {
  const { signingSecret, botToken, databaseUrl } = options;
  const slack = await startSimulatedSlack({ signingSecret, botToken, scopes: scopes() });
  const replies = await startPrivateReplies();
  const router = await startRouter();
  slack.deliverTo(router.eventsUrl);
  const channel = () => slack.workspace.as('ada').in('#deployments');
  let posted: { stored: StoredChecklist; presses: Presses } | undefined;
  const checklist = () => required(posted, 'posted checklist');
  const press = (number: number): Promise<Press> => {
    const { stored, presses } = checklist();
    const { items } = stored.run;
    const { id: item } = required(items[number % items.length], 'item');
    return presses.send({
      eventsUrl: router.eventsUrl,
      person: `U${number % 20}`,
      item,
      wish: number % 3 > 0 ? 'done' : 'open',
    });
  };

  return {
    apiUrl: slack.apiUrl,
    router,
    checklist,
    /** Asks a question and expects a text in the answer. */
    ask: async (question: string, expected: RegExp): Promise<string> => {
      const reply = (await channel().command(`/guide ${question}`)).plainText();
      assert(expected.test(reply), `“${question}” was answered with: ${reply.slice(0, 300)}`);
      return '';
    },
    postChecklist: async (): Promise<string> => {
      const preview = await channel().command('/guide checklist production readiness');
      await preview.press('Post to this channel');
      const isPosted = () => /\b0 of \d+/.test(channel().lastMessage().plainText());
      await until(isPosted, 'the posted checklist');
      const message = channel().lastMessage();
      const stored = await openStoredChecklist({ url: databaseUrl, slack, message });
      posted = {
        stored,
        presses: createPresses({ secret: signingSecret, slack, message, run: stored.run, replies }),
      };
      const { outcome } = await press(0);
      assert(outcome === 'acknowledged', `the press was ${outcome}`);
      return `${stored.run.items.length} items`;
    },
    /** @returns the private reply to the press; undefined if it was acknowledged without one */
    pressOnce: async (): Promise<string | undefined> => {
      const { id, outcome, ms } = await press(checklist().presses.all().length);
      const hasReply = () => replies.to(id) !== undefined;
      if (outcome === 'acknowledged') {
        // A reply, if there is one, arrives separately.
        await until(hasReply, 'a reply', 300).catch(() => {});
      } else {
        await until(hasReply, `a reply to the press (${outcome} after ${ms} ms)`, REPLIES_WITHIN_MS);
      }
      return replies.to(id);
    },
    /** Locks every run, like a forgotten transaction. @returns a function that releases them */
    lockRuns: async (): Promise<() => Promise<void>> => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query('begin; select id from runs for update');
      return () => client.end();
    },
    startLoad: () => startLoad({ url: router.eventsUrl, secret: signingSecret, press }),
    stop: async () => {
      await posted?.stored.close();
      router.stop();
      replies.stop();
      await slack.stop();
    },
  };
}

const PEOPLE = 8;
const QUESTIONS = ['how do I serve static files?', 'roll back a release', 'what is wsgi', 'topics'];

/** People who ask and press without a pause, until `end`. Anything but the right answer is a failure. */
function startLoad(options: { url: string; secret: string; press: (number: number) => Promise<Press> }) {
  const { url, secret, press } = options;
  let sent = 0;
  let isOver = false;
  const failed: string[] = [];
  const askByCommand = async (number: number) => {
    const body = commandBody(required(QUESTIONS[number % QUESTIONS.length], 'question'));
    const reply = await fetch(url, {
      method: 'POST',
      body,
      headers: signedHeaders(secret, body),
      signal: AbortSignal.timeout(3_000),
    });
    const text = await reply.text();
    assert(
      reply.status === 200 && text.includes('"blocks":['),
      `a command was answered with ${reply.status} ${text.slice(0, 200)}`,
    );
  };
  const pressButton = async (number: number) => {
    const { outcome, ms } = await press(number);
    assert(outcome === 'acknowledged', `a press was ${outcome} after ${ms.toFixed(0)} ms`);
  };
  const person = async () => {
    while (!isOver) {
      const number = sent;
      sent += 1;
      const act = number % 2 === 0 ? askByCommand : pressButton;
      await act(number).catch((error) => failed.push(error.message));
    }
  };
  const people = Promise.all(Array.from({ length: PEOPLE }, person));
  return {
    /** Resolves after some more requests. */
    more: () => {
      const goal = sent + 10 * PEOPLE;
      return until(() => sent >= goal, 'the load', 20_000);
    },
    end: async () => {
      isOver = true;
      await people;
      return { sent, failed };
    },
  };
}

function commandBody(text: string): string {
  return new URLSearchParams({
    command: '/guide',
    text,
    team_id: 'T0001',
    channel_id: 'C0001',
    user_id: 'U0001',
    response_url: '',
    trigger_id: '1.1',
  }).toString();
}

function signedHeaders(secret: string, body: string): Record<string, string> {
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
}

/**
 * A small version of a platform's router: it sends each request to the release that is current when it arrives, over connections that stay
 * open. It never retries, so every request that a release drops is a failure.
 */
async function startRouter() {
  let current = 0;
  const inFlight = new Map<number, number>();
  const agents = new Map<number, Agent>();
  const agentFor = (port: number) => {
    const agent = agents.get(port) ?? new Agent({ keepAlive: true });
    agents.set(port, agent);
    return agent;
  };
  const server = createServer((incoming, outgoing) => {
    const port = current;
    const count = (by: number) => inFlight.set(port, (inFlight.get(port) ?? 0) + by);
    count(1);
    outgoing.once('close', () => count(-1));
    const { connection: _, ...headers } = incoming.headers;
    const { method, url: path } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: agentFor(port) }, (reply) => {
      const { connection: _connection, 'keep-alive': _keepAlive, ...rest } = reply.headers;
      outgoing.writeHead(reply.statusCode ?? 502, rest);
      reply.pipe(outgoing);
    });
    onward.on('error', (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end(error.message);
    });
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    eventsUrl: `http://127.0.0.1:${portOf(server)}/slack/events`,
    /** Sends new requests to this release from now on. */
    switchTo: (port: number) => {
      current = port;
    },
    inFlight: (port: number) => inFlight.get(port) ?? 0,
    stop: () => {
      server.closeAllConnections();
      server.close();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}
