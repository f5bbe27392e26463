import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeValue } from '../../src/slack/block-kit/action-value.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { createRandom } from '../measure.js';

/** Slack's own limit for an acknowledgement; the app acknowledges by itself after two, with a word that nothing is saved yet. */
const GIVES_UP_MS = 3_000;
const KNOWN_TO_BE_SAVED_MS = 1_900;

/** Presses as Slack sends them, each with a place of its own among all, and what became of each. */
export function createPresses({ secret, slack, message, run, whispers }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { team, app } = slack.workspace.snapshot();
  const all = [];
  let last = Date.now() * 1_000;

  /** @returns the press with `outcome`: 'acknowledged' once it is promised to be saved, otherwise 'unknown' */
  const send = async ({ eventsUrl, person, item, done }) => {
    last = Math.max(last + 1, Date.now() * 1_000);
    const press = { id: all.length, item, done, sequence: last, outcome: 'unknown', ms: 0 };
    all.push(press);
    const payload = {
      type: 'block_actions',
      user: { id: `U${person}`, username: `person${person}`, name: `person${person}`, team_id: team.id },
      api_app_id: app.id,
      token: 'bench',
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
      channel: { id: message.channel, name: 'deployments' },
      trigger_id: `${press.id}.${last}`,
      response_url: whispers.urlFor(press.id),
      actions: [
        {
          type: 'button',
          action_id: 'item:set',
          block_id: item,
          value: encodeValue({ do: 'item:set', run: run.id, item, done }),
          action_ts: `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`,
        },
      ],
    };
    const started = performance.now();
    const status = await post(agent, secret, eventsUrl, new URLSearchParams({ payload: JSON.stringify(payload) }));
    press.ms = performance.now() - started;
    press.answered = status === 200;
    if (status === 200 && press.ms < KNOWN_TO_BE_SAVED_MS) press.outcome = 'acknowledged';
    return press;
  };

  return {
    send,
    /** All presses; one whose presser was told that it failed is not promised to be saved. Call it when all is still. */
    all: () =>
      all.map((press) =>
        whispers.of(press.id) === undefined ? press : { ...press, outcome: 'told', told: whispers.of(press.id) },
      ),
  };
}

function post(agent, secret, url, form) {
  return new Promise((resolve) => {
    const body = form.toString();
    const timestamp = `${Math.floor(Date.now() / 1_000)}`;
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const sent = request(url, {
      agent,
      method: 'POST',
      timeout: GIVES_UP_MS,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
      response.on('error', () => resolve(undefined));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

/**
 * Twenty people at one checklist, each at their own pace, over all processes. A press that fails is pressed again by its person
 * on another process. @returns when so many were acknowledged, or the time is over
 */
export async function pressFor({ rig, people = 20, presses, seconds, seed = 1, isOver = () => false }) {
  const random = createRandom(seed);
  const pick = (length) => Math.floor(random() * length);
  const started = performance.now();
  const everyMs = (seconds * 1_000) / presses;
  let sent = 0;

  const person = async (number) => {
    while (sent < presses && !isOver()) {
      const turn = sent;
      sent += 1;
      const wait = started + turn * everyMs - performance.now();
      if (wait > 0) await sleep(wait);
      const wish = { person: number, item: `i${1 + pick(rig.items)}`, done: random() < 0.65 };
      for (;;) {
        const app = rig.apps[pick(rig.apps.length)];
        const press = await rig.presses.send({ ...wish, eventsUrl: app.eventsUrl });
        if (press.answered || isOver()) break;
        await sleep(250);
      }
    }
  };
  await Promise.all(Array.from({ length: people }, (_, index) => person(index + 1)));
  return performance.now() - started;
}

/**
 * The acknowledged presses that the run does not hold. Each press has a place of its own, so for each item the database must have
 * taken the newest acknowledged press or a later one, and be in the state that just that press asked for.
 */
export function findLost(run, presses) {
  return run.items.flatMap(({ id, state, taken }) => {
    const mine = presses.filter(({ item }) => item === id);
    const newest = Math.max(
      0,
      ...mine.filter(({ outcome }) => outcome === 'acknowledged').map(({ sequence }) => sequence),
    );
    const has = taken.state ?? 0;
    if (has < newest) {
      return mine.filter(({ outcome, sequence }) => outcome === 'acknowledged' && sequence > has);
    }
    const last = mine.find(({ sequence }) => sequence === has);
    if (has === 0 && newest === 0) return [];
    return last !== undefined && last.done === (state.kind === 'done') ? [] : [last ?? { item: id, sequence: has }];
  });
}

/** What the database holds and what the message shows, to be compared with what was pressed. */
export async function openTruth({ url, slack, message }) {
  const database = await openDatabase({ url });
  const runs = createRunStore(database);
  const installation = slack.workspace.snapshot().team.id;
  const [run] = await runs.inChannel({ installation, channel: message.channel, limit: 1 });
  const read = () => runs.get({ installation, run: run.id });

  return {
    run,
    read,
    /** Each way in which the message differs from the run: its progress, and each button that it offers. */
    differences: async () => differencesOf(await read(), message),
    /** @returns milliseconds until the message is true, undefined where it is not within the limit */
    untilTrue: async (withinMs) => {
      const started = performance.now();
      while (performance.now() - started < withinMs) {
        const current = await read();
        if (differencesOf(current, message).length === 0 && current.drawnVersion === current.wantedVersion)
          return performance.now() - started;
        await sleep(25);
      }
      return undefined;
    },
    close: () => database.close(),
  };
}

function differencesOf(run, message) {
  const settled = run.items.filter(({ state }) => state.kind !== 'open').length;
  const differences = [];
  if (!new RegExp(`\\b${settled} of ${run.items.length}\\b`).test(message.plainText())) {
    differences.push(`the message does not say ${settled} of ${run.items.length}`);
  }
  for (const { item, done } of offersOf(message.blocks)) {
    const { state } = run.items.find(({ id }) => id === item);
    if (done !== (state.kind === 'open')) differences.push(`${item} is ${state.kind}, its button says otherwise`);
  }
  return differences;
}

/** What the buttons of a message would set. */
function offersOf(node) {
  if (Array.isArray(node)) return node.flatMap(offersOf);
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'button' && node.value?.startsWith('{')) {
    const value = JSON.parse(node.value);
    return value.do === 'item:set' ? [value] : [];
  }
  return Object.values(node).flatMap(offersOf);
}
