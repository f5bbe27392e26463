import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostedMessage, SimulatedSlack } from '@guidepost/slack-simulator';
import type { Run } from '../../src/checklist/run.js';
import { type ButtonAction, encodeValue } from '../../src/slack/block-kit/action-value.js';
import { encodeDialog } from '../../src/slack/block-kit/dialog-state.js';
import { createRandom, pick, required } from '../measure.js';
import { ITEMS, type ItemKind } from './items.js';

/** Slack gives up on an acknowledgement after 3 s. */
const GIVES_UP_MS = 3_000;
/** From 2 s on the app acknowledges before it has saved, so such an acknowledgement promises nothing. */
const PROMISES_TO_BE_SAVED_MS = 1_900;

/** What is pressed: `done` and `open` are Done and Reopen; `give` submits the dialog that asks for evidence. */
export type Wish = 'done' | 'open' | 'approve' | 'give';

/** A press of a checklist's button or a submitted dialog, and its outcome. */
export interface Press {
  readonly id: number;
  readonly item: string;
  readonly wish: Wish;
  /** The id of who pressed. */
  readonly person: string;
  /** `action_ts` in microseconds, unique. A dialog has none, and comes after every press so far. */
  readonly sequence: number;
  /**
   * `acknowledged`: must be saved. `refused`: its person was told that it was not saved. `unknown`: may be saved or not.
   */
  readonly outcome: 'acknowledged' | 'unknown' | 'refused';
  /** Whether the app replied with 200. */
  readonly answered: boolean;
  readonly ms: number;
}

export type PressOptions = Pick<Press, 'item' | 'wish' | 'person'> & { readonly eventsUrl: string };

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

/** The evidence that a submission gives: its own, so that it can be found again. */
export function evidenceOf({ id }: Pick<Press, 'id'>): string {
  return `https://ci.example/${id}`;
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

  const payloadOf = ({ id, item, person, sequence, wish }: Press): object => {
    const common = {
      user: { id: person, username: person.toLowerCase(), name: person.toLowerCase(), team_id: team.id },
      api_app_id: app.id,
      token: 'bench',
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: `${id}.${sequence}`,
    };
    if (wish === 'give') {
      const metadata = encodeDialog({ dialog: 'evidence', run: run.id, item });
      const field = { type: 'url_text_input', value: evidenceOf({ id }) };
      return {
        ...{ type: 'view_submission', ...common, response_urls: [] },
        view: {
          ...{ id: `V${id}`, team_id: team.id, type: 'modal', callback_id: 'evidence', private_metadata: metadata },
          ...{ blocks: [], state: { values: { evidence: { evidence: field } } }, hash: '1.a', root_view_id: `V${id}` },
          ...{ title: { type: 'plain_text', text: 'Mark as done' }, previous_view_id: null, app_id: app.id },
        },
      };
    }
    const action: ButtonAction =
      wish === 'approve'
        ? { do: 'item:approve', run: run.id, item }
        : { do: 'item:set', run: run.id, item, done: wish === 'done' };
    return {
      ...{ type: 'block_actions', ...common, response_url: replies.urlFor(id) },
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
      channel: { id: message.channel, name: 'deployments' },
      actions: [
        {
          type: 'button',
          action_id: action.do,
          block_id: item,
          value: encodeValue(action),
          action_ts: `${Math.floor(sequence / 1e6)}.${String(sequence % 1e6).padStart(6, '0')}`,
        },
      ],
    };
  };

  return {
    send: async ({ eventsUrl, person, item, wish }) => {
      last = Math.max(last + 1, Date.now() * 1_000);
      const id = all.length;
      const press: Press = { id, item, wish, person, sequence: last, outcome: 'unknown', answered: false, ms: 0 };
      all.push(press);
      const started = performance.now();
      const form = new URLSearchParams({ payload: JSON.stringify(payloadOf(press)) });
      const reply = await post(agent, secret, eventsUrl, form);
      const ms = performance.now() - started;
      const sent: Press = { ...press, ms, answered: reply?.status === 200, outcome: outcomeOf(reply, ms) };
      all[id] = sent;
      return sent;
    },
    all: () => all.map((press) => (replies.to(press.id) === undefined ? press : { ...press, outcome: 'refused' })),
  };
}

/** A dialog is answered in the reply: an empty one closes it, and errors at its fields refuse it. */
function outcomeOf(reply: Reply | undefined, ms: number): Press['outcome'] {
  if (reply?.status !== 200 || ms >= PROMISES_TO_BE_SAVED_MS) return 'unknown';
  if (reply.body.includes('"response_action":"errors"')) return 'refused';
  return reply.body.includes('"response_action"') ? 'unknown' : 'acknowledged';
}

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
}

/** @returns undefined if there was no reply in time */
function post(agent: Agent, secret: string, url: string, form: URLSearchParams): Promise<Reply | undefined> {
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
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
      response.on('error', () => resolve(undefined));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end(body);
  });
}

/** How often each button is pressed; among them those that a rule forbids, as messages of before still have. */
const WISHES: Readonly<Record<ItemKind, readonly Wish[]>> = {
  plain: ['done', 'done', 'open'],
  'sign-off': ['approve', 'approve', 'approve', 'done', 'open'],
  evidence: ['give', 'give', 'done', 'open'],
  role: ['done', 'open'],
};

/**
 * Twenty people press the buttons of one checklist, each at their own pace, spread over all processes; one of them is who started the
 * checklist. A press that fails is pressed again on another process. @returns the milliseconds until all were sent or `isOver`
 * returned true
 */
export async function pressFor(options: {
  rig: {
    readonly apps: readonly { readonly eventsUrl: string }[];
    readonly starter: string;
    readonly presses: Presses;
  };
  presses: number;
  seconds: number;
  people?: number;
  seed?: number;
  isOver?: () => boolean;
}): Promise<number> {
  const { rig, people = 20, presses, seconds, seed = 1, isOver = () => false } = options;
  const random = createRandom(seed);
  const started = performance.now();
  const everyMs = (seconds * 1_000) / presses;
  let sent = 0;

  const press = async (person: string) => {
    while (sent < presses && !isOver()) {
      const turn = sent;
      sent += 1;
      const wait = started + turn * everyMs - performance.now();
      if (wait > 0) await sleep(wait);
      const [item, kind] = pick([...ITEMS], random);
      const wish = pick(WISHES[kind], random);
      for (;;) {
        const { eventsUrl } = required(pick(rig.apps, random), 'process');
        const { answered } = await rig.presses.send({ item, wish, person, eventsUrl });
        if (answered || isOver()) break;
        await sleep(250);
      }
    }
  };
  const others = Array.from({ length: people - 1 }, (_, index) => `U${index + 1}`);
  await Promise.all([rig.starter, ...others].map(press));
  return performance.now() - started;
}
