import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import pg from 'pg';
import { createPresses, openTruth } from '../../bench/checklists/presses.js';
import { startWhispers } from '../../bench/checklists/rig.js';
import { signature } from '../../src/simulated-slack/delivery/http.js';
import { startSimulatedSlack } from '../../src/simulated-slack/index.js';
import { scopes } from '../../src/slack/surface.js';
import { demand, until } from './steps.js';

/** Longer than the app takes to acknowledge by itself, or to give up on a database that is away. */
const TOLD_WITHIN_MS = 4_000;

/** All that is around the app: a simulated Slack, a router, people who ask and press, and an eye on the database. */
export async function startScene({ secrets, inspectUrl }) {
  const slack = await startSimulatedSlack({ signingSecret: secrets.signing, botToken: secrets.bot, scopes: scopes() });
  const whispers = await startWhispers();
  const router = await startRouter();
  slack.deliverTo(router.eventsUrl);
  const place = () => slack.workspace.as('ada').in('#deployments');
  let output = '';
  let truth;
  let presses;
  const press = (number) => {
    const { items } = truth.run;
    return presses.send({
      eventsUrl: router.eventsUrl,
      person: number % 20,
      item: items[number % items.length].id,
      done: number % 3 > 0,
    });
  };

  return {
    slack,
    router,
    noteOutput: (text) => {
      output += text;
    },
    output: () => output,
    get truth() {
      return truth;
    },
    get presses() {
      return presses;
    },
    askOnce: async (question, expected) => {
      const reply = (await place().command(`/guide ${question}`)).plainText();
      demand(expected.test(reply), `“${question}” was answered with: ${reply.slice(0, 300)}`);
    },
    postChecklist: async () => {
      const preview = await place().command('/guide checklist production readiness');
      await preview.press('Post to this channel');
      await until(() => / 0 of \d+|0 of \d+/.test(place().lastMessage()?.plainText() ?? ''), 'the posted checklist');
      const message = place().lastMessage();
      truth = await openTruth({ url: inspectUrl, slack, message });
      presses = createPresses({ secret: secrets.signing, slack, message, run: truth.run, whispers });
      const { outcome } = await press(0);
      demand(outcome === 'acknowledged', `the press was ${outcome}`);
      return `${truth.run.items.length} items`;
    },
    /** @returns what the presser was told, undefined where it was acknowledged without a word */
    pressOnce: async () => {
      const { id, outcome, ms } = await press(presses.all().length);
      if (outcome === 'acknowledged') {
        // The word, where there is one, comes on a way of its own.
        await until(() => whispers.of(id) !== undefined, 'a word', 300).catch(() => {});
        return whispers.of(id);
      }
      await until(
        () => whispers.of(id) !== undefined,
        `a word to the presser (${outcome} after ${ms} ms)`,
        TOLD_WITHIN_MS,
      );
      return whispers.of(id);
    },
    /** Locks every run, as a forgotten transaction would. @returns what ends that */
    holdRuns: async () => {
      const holder = new pg.Client({ connectionString: inspectUrl });
      await holder.connect();
      await holder.query('begin; select id from runs for update');
      return () => holder.end();
    },
    startLoad: () => startLoad({ url: router.eventsUrl, secret: secrets.signing, press }),
    stop: async () => {
      await truth?.close();
      router.stop();
      await whispers.stop();
      await slack.stop();
    },
  };
}

/** As many people at once. */
const PEOPLE = 8;
const QUESTIONS = ['how do I serve static files?', 'roll back a release', 'what is wsgi', 'topics'];

/** People who ask and press without a pause, until `end`. Whatever is not answered as it should is a failure. */
export function startLoad({ url, secret, press }) {
  let sent = 0;
  let isOver = false;
  const failed = [];
  const ask = async (number) => {
    const body = commandBody(QUESTIONS[number % QUESTIONS.length]);
    const reply = await fetch(url, {
      method: 'POST',
      body,
      headers: signed(secret, body),
      signal: AbortSignal.timeout(3_000),
    });
    const text = await reply.text();
    demand(
      reply.status === 200 && text.includes('"blocks":['),
      `a command was answered with ${reply.status} ${text.slice(0, 200)}`,
    );
  };
  const pressed = async (number) => {
    const { outcome, ms } = await press(number);
    demand(outcome === 'acknowledged', `a press was ${outcome} after ${ms.toFixed(0)} ms`);
  };
  const person = async () => {
    while (!isOver) {
      const number = sent;
      sent += 1;
      await (number % 2 === 0 ? ask : pressed)(number).catch((error) => failed.push(error.message));
    }
  };
  const people = Promise.all(Array.from({ length: PEOPLE }, person));
  return {
    /** Resolves when some more requests were answered. */
    warm: () => {
      const wanted = sent + 10 * PEOPLE;
      return until(() => sent >= wanted, 'the load', 20_000);
    },
    end: async () => {
      isOver = true;
      await people;
      return { sent, failed };
    },
  };
}

function commandBody(text) {
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

function signed(secret, body) {
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature({ secret, timestamp, body }),
  };
}

/**
 * A platform's router, small: hands each request to the release that is current when it arrives, over connections that it keeps. It
 * repeats nothing, so what a release drops is a failed request.
 */
export async function startRouter() {
  let current;
  const underWay = new Map();
  const agents = new Map();
  const agentFor = (port) => {
    if (!agents.has(port)) agents.set(port, new Agent({ keepAlive: true }));
    return agents.get(port);
  };
  const server = createServer((incoming, outgoing) => {
    const port = current;
    underWay.set(port, (underWay.get(port) ?? 0) + 1);
    outgoing.once('close', () => underWay.set(port, underWay.get(port) - 1));
    const { connection: _, ...headers } = incoming.headers;
    const { method, url: path } = incoming;
    const onwards = request({ host: '127.0.0.1', port, method, path, headers, agent: agentFor(port) }, (reply) => {
      const { connection: _connection, 'keep-alive': _keepAlive, ...kept } = reply.headers;
      outgoing.writeHead(reply.statusCode, kept);
      reply.pipe(outgoing);
    });
    onwards.on('error', (error) => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end(error.message);
    });
    incoming.pipe(onwards);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    eventsUrl: `http://127.0.0.1:${server.address().port}/slack/events`,
    /** From now on every new request goes there; those under way stay where they are. */
    switchTo: (port) => {
      current = port;
    },
    underWay: (port) => underWay.get(port) ?? 0,
    stop: () => {
      server.closeAllConnections();
      server.close();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}
