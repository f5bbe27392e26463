import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { encodeValue } from '../../dist/slack/block-kit/action-value.js';

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
