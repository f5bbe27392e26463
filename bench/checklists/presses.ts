import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostedMessage, SimulatedSlack } from '@guidepost/slack-simulator';
import type { Run } from '../../src/checklist/run.js';
import { encodeValue } from '../../src/slack/block-kit/action-value.js';
import { openDatabase } from '../../src/storage/open-database.js';
import { createRunStore } from '../../src/storage/runs.js';
import { createRandom, required } from '../measure.js';

/** Slack gives up on an acknowledgement after 3 s. */
const GIVES_UP_MS = 3_000;
/** From 2 s on the app acknowledges before it has saved, so such an acknowledgement promises nothing. */
const PROMISES_TO_BE_SAVED_MS = 1_900;

/** A press of a checklist's button, and its outcome. */
export interface Press {
  readonly id: number;
  readonly item: string;
  readonly done: boolean;
  /** `action_ts` in microseconds, unique. */
  readonly sequence: number;
  /** `acknowledged`: must be saved. `refused`: its person was told that it was not saved. `unknown`: may be saved or not. */
  readonly outcome: 'acknowledged' | 'unknown' | 'refused';
  /** Whether the app replied with 200. */
  readonly answered: boolean;
  readonly ms: number;
}

export interface PressOptions {
  eventsUrl: string;
  person: number;
  item: string;
  done: boolean;
}

export interface Presses {
  send(options: PressOptions): Promise<Press>;
  /** All presses. Call it when nothing is in flight. */
  all(): Press[];
}

/** Receives what the app sends to a press's `response_url`. */
export interface PrivateReplies {
  urlFor(press: number): string;
  /** What was sent about this press; undefined for nothing. */
  to(press: number): string | undefined;
  stop(): void;
}

/** Sends presses of a posted checklist as Slack does, and records each. */
export function createPresses(options: {
  secret: string;
  slack: SimulatedSlack;
  message: PostedMessage;
  run: Run;
  replies: PrivateReplies;
}): Presses {
  const { secret, slack, message, run, replies } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { team, app } = slack.workspace.snapshot();
  const all: Press[] = [];
  let last = Date.now() * 1_000;
  return {
    send: async ({ eventsUrl, person, item, done }) => {
      last = Math.max(last + 1, Date.now() * 1_000);
      const sequence = last;
      const id = all.length;
      const press: Press = { id, item, done, sequence, outcome: 'unknown', answered: false, ms: 0 };
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
        trigger_id: `${id}.${sequence}`,
        response_url: replies.urlFor(id),
        actions: [
          {
            type: 'button',
            action_id: 'item:set',
            block_id: item,
            value: encodeValue({ do: 'item:set', run: run.id, item, done }),
            action_ts: `${Math.floor(sequence / 1e6)}.${String(sequence % 1e6).padStart(6, '0')}`,
          },
        ],
      };
      const started = performance.now();
      const status = await post(agent, secret, eventsUrl, new URLSearchParams({ payload: JSON.stringify(payload) }));
      const ms = performance.now() - started;
      const answered = status === 200;
      const outcome = answered && ms < PROMISES_TO_BE_SAVED_MS ? 'acknowledged' : 'unknown';
      const sent: Press = { ...press, ms, answered, outcome };
      all[id] = sent;
      return sent;
    },
    all: () => all.map((press) => (replies.to(press.id) === undefined ? press : { ...press, outcome: 'refused' })),
  };
}

/** @returns the status; undefined if there was no reply in time */
function post(agent: Agent, secret: string, url: string, form: URLSearchParams): Promise<number | undefined> {
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
 * Twenty people press the buttons of one checklist, each at their own pace, spread over all processes. A press that fails is pressed
 * again on another process. @returns the milliseconds until all were sent or `isOver` returned true
 */
export async function pressFor(options: {
  rig: { readonly apps: readonly { readonly eventsUrl: string }[]; readonly items: number; readonly presses: Presses };
  presses: number;
  seconds: number;
  people?: number;
  seed?: number;
  isOver?: () => boolean;
}): Promise<number> {
  const { rig, people = 20, presses, seconds, seed = 1, isOver = () => false } = options;
  const random = createRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const started = performance.now();
  const everyMs = (seconds * 1_000) / presses;
  let sent = 0;

  const press = async (person: number) => {
    while (sent < presses && !isOver()) {
      const turn = sent;
      sent += 1;
      const wait = started + turn * everyMs - performance.now();
      if (wait > 0) await sleep(wait);
      const wish = { person, item: `i${1 + below(rig.items)}`, done: random() < 0.65 };
      for (;;) {
        const { eventsUrl } = required(rig.apps[below(rig.apps.length)], 'process');
        const { answered } = await rig.presses.send({ ...wish, eventsUrl });
        if (answered || isOver()) break;
        await sleep(250);
      }
    }
  };
  await Promise.all(Array.from({ length: people }, (_, index) => press(index + 1)));
  return performance.now() - started;
}

export interface LostPress {
  item: string;
  sequence: number;
}

/**
 * The acknowledged presses that are not in the database. Presses are ordered by their sequence, so each item must have the newest
 * acknowledged press or a later one, and be in the state that this press asked for.
 */
export function findLost(
  run: Pick<Run, 'items'>,
  presses: readonly Pick<Press, 'item' | 'sequence' | 'outcome' | 'done'>[],
): LostPress[] {
  return run.items.flatMap(({ id, state, latestPress }): LostPress[] => {
    const mine = presses.filter(({ item }) => item === id);
    const acknowledged = mine.filter(({ outcome }) => outcome === 'acknowledged');
    const newest = Math.max(0, ...acknowledged.map(({ sequence }) => sequence));
    const stored = latestPress.state ?? 0;
    if (stored < newest) return acknowledged.filter(({ sequence }) => sequence > stored);
    if (stored === 0) return [];
    const last = mine.find(({ sequence }) => sequence === stored);
    return last !== undefined && last.done === (state.kind === 'done') ? [] : [last ?? { item: id, sequence: stored }];
  });
}

/** Compares the posted message with the database. */
export interface StoredChecklist {
  /** As it was when it was posted. */
  readonly run: Run;
  read(): Promise<Run>;
  /** The differences between the message and the database: its progress, and each button. */
  differences(): Promise<string[]>;
  /** @returns the milliseconds until the message shows what is stored; undefined if it does not within the limit */
  untilShown(withinMs: number): Promise<number | undefined>;
  close(): Promise<void>;
}

export async function openStoredChecklist(options: {
  url: string;
  slack: SimulatedSlack;
  message: PostedMessage;
}): Promise<StoredChecklist> {
  const { url, slack, message } = options;
  const database = await openDatabase({ url });
  const runs = createRunStore(database);
  const installation = slack.workspace.snapshot().team.id;
  const [newest] = await runs.inChannel({ installation, channel: message.channel, limit: 1 });
  const run = required(newest, 'posted checklist');
  const read = async () => required(await runs.get({ installation, run: run.id }), 'posted checklist');
  return {
    run,
    read,
    differences: async () => differencesOf(await read(), message),
    untilShown: async (withinMs) => {
      const started = performance.now();
      while (performance.now() - started < withinMs) {
        const current = await read();
        if (differencesOf(current, message).length === 0 && current.shownVersion === current.wantedVersion)
          return performance.now() - started;
        await sleep(25);
      }
      return undefined;
    },
    close: () => database.close(),
  };
}

function differencesOf(run: Run, message: PostedMessage): string[] {
  const settled = run.items.filter(({ state }) => state.kind !== 'open').length;
  const differences: string[] = [];
  if (!new RegExp(`\\b${settled} of ${run.items.length}\\b`).test(message.plainText())) {
    differences.push(`the message does not say ${settled} of ${run.items.length}`);
  }
  for (const { item, done } of buttonsOf(message.blocks)) {
    const state = run.items.find(({ id }) => id === item)?.state.kind;
    if (done !== (state === 'open'))
      differences.push(`${item} is ${state}, but its button offers ${done ? 'Done' : 'Reopen'}`);
  }
  return differences;
}

/** What each Done or Reopen button in these blocks would set. */
function buttonsOf(node: unknown): { item: string; done: boolean }[] {
  if (Array.isArray(node)) return node.flatMap(buttonsOf);
  if (node === null || typeof node !== 'object') return [];
  if ('type' in node && node.type === 'button' && 'value' in node && `${node.value}`.startsWith('{')) {
    const value: { do: string; item: string; done: boolean } = JSON.parse(`${node.value}`);
    return value.do === 'item:set' ? [value] : [];
  }
  return Object.values(node).flatMap(buttonsOf);
}
