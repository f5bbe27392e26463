import { pick, type Random } from '../measure.js';
import { signedBody } from '../speed/load.js';

// Requests with a right signature and a wrong body: a bug at Slack, a proxy that cuts, or a stolen secret.

const user = { id: 'U2147483697', username: 'ada', name: 'ada', team_id: 'T0001' };
const common = {
  token: 'gIkuvaNzQIHg97ATvDxqgjtO',
  api_app_id: 'A123456',
  team: { id: 'T0001', domain: 'example' },
  user,
};
const button = {
  type: 'button',
  action_id: 'page:open',
  block_id: 'b1',
  value: '{"v":1,"do":"open-page","slug":"docker","trail":{"slugs":[]}}',
  text: { type: 'plain_text', text: 'Open', emoji: false },
  action_ts: '1732900000.000100',
};
const view = {
  id: 'V1',
  team_id: 'T0001',
  type: 'modal',
  callback_id: 'item',
  private_metadata: '{}',
  hash: '1.abc',
  state: { values: { note: { note: { type: 'plain_text_input', value: 'text' } } } },
  blocks: [],
  root_view_id: 'V1',
  app_installed_team_id: 'T0001',
};

/** One of each kind that Slack sends. Their `response_url` is set when one is made. */
const INTERACTIONS: readonly object[] = [
  {
    ...common,
    type: 'block_actions',
    actions: [button],
    trigger_id: '1.2.3',
    response_url: '',
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true },
    channel: { id: 'C1', name: 'deployments' },
    message: { ts: '1.2', text: 'A card', blocks: [] },
  },
  { ...common, type: 'view_submission', view, trigger_id: '1.2.3' },
  { ...common, type: 'view_closed', view, is_cleared: false },
  { ...common, type: 'block_suggestion', action_id: 'search', block_id: 's', value: 'dock', view },
  { ...common, type: 'shortcut', callback_id: 'search', trigger_id: '1.2.3', action_ts: '1.2' },
  {
    ...common,
    type: 'message_action',
    callback_id: 'answer-message',
    trigger_id: '1.2.3',
    response_url: '',
    message_ts: '1.2',
    channel: { id: 'C1', name: 'deployments' },
    message: { type: 'message', ts: '1.2', user: 'U1', text: 'how do I roll back?', blocks: [], attachments: [{}] },
  },
];
const EVENTS: readonly object[] = ['app_home_opened', 'app_uninstalled', 'tokens_revoked', 'message'].map((type) => ({
  token: 'gIkuvaNzQIHg97ATvDxqgjtO',
  team_id: 'T0001',
  api_app_id: 'A123456',
  type: 'event_callback',
  event: { type, user: 'U1', channel: 'D1', tab: 'home', event_ts: '1.2', tokens: { bot: ['U1'] } },
  event_id: 'Ev1',
  event_time: 1_732_900_000,
  authorizations: [
    { enterprise_id: null, team_id: 'T0001', user_id: 'U1', is_bot: true, is_enterprise_install: false },
  ],
}));

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '<!channel>',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  'x'.repeat(50_000),
  [],
  [[]],
  {},
  { toString: 'no function' },
  Array.from({ length: 5_000 }, () => 'a'),
];

/**
 * A request in which up to four fields are missing or odd, or whose bytes are cut or exchanged.
 * @param responseUrl where replies go, so that none is sent to Slack
 */
export function malformedRequest(random: Random, responseUrl: string): Buffer {
  const isEvent = random() < 0.3;
  const payload: object = structuredClone(pick(isEvent ? EVENTS : INTERACTIONS, random));
  if ('response_url' in payload) payload.response_url = responseUrl;
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes -= 1) spoilField(payload, random);
  const json = JSON.stringify(payload);
  const body = isEvent ? json : `payload=${encodeURIComponent(json.replace(/\p{Surrogate}/gu, '?'))}`;
  const type = isEvent ? 'application/json' : 'application/x-www-form-urlencoded';
  return signedBody(
    random() < 0.15 ? spoilBytes(Buffer.from(body), random) : body,
    random() < 0.05 ? 'text/html' : type,
  );
}

function spoilField(node: unknown, random: Random): void {
  if (typeof node !== 'object' || node === null) return;
  const fields = node as Record<string, unknown>;
  const names = Object.keys(fields);
  if (names.length === 0) return;
  const name = pick(names, random);
  if (random() < 0.6 && typeof fields[name] === 'object') spoilField(fields[name], random);
  else if (random() < 0.3) delete fields[name];
  else fields[name] = structuredClone(ODD_VALUES[Math.floor(random() * ODD_VALUES.length)]);
}

function spoilBytes(body: Buffer, random: Random): Buffer {
  const place = Math.floor(random() * body.length);
  if (random() < 0.5) return body.subarray(0, place);
  body[place] = Math.floor(random() * 256);
  return body;
}
