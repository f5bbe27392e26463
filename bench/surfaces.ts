// npm run bench -- surfaces [--seconds N] [--rate N]: how soon Slack has its acknowledgement, or Slackbot its answer, wherever people ask, each surface by itself and then all of
// them at once. Slack is answered within 3 s or shows an error; the budget here is 100 ms.
import { parseArgs } from 'node:util';
import { required, say } from './measure.js';
import { load, type Reply, signedBody, signedRequest, signedToolCall } from './speed/load.js';
import { createCheck, makeQuestions } from './speed/questions.js';
import { startServer, startSlack } from './speed/server.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, rate: { type: 'string', default: '10' } },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const CONNECTIONS = 20;
const BUDGET_MS = 100;
const GUIDE_URL = 'https://docs.example.com/{slug}.html';

const common = {
  token: 'gIkuvaNzQIHg97ATvDxqgjtO',
  api_app_id: 'A123456',
  team: { id: 'T0001', domain: 'example' },
  user: { id: 'U2147483697', username: 'ada', name: 'ada', team_id: 'T0001' },
};
let last = 0;

function event(fields: object): Buffer {
  last += 1;
  const body = {
    type: 'event_callback',
    team_id: 'T0001',
    api_app_id: 'A123456',
    event_id: `Ev${last}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [
      { enterprise_id: null, team_id: 'T0001', user_id: 'U0001', is_bot: true, is_enterprise_install: false },
    ],
    event: {
      user: 'U2147483697',
      ts: `1732900000.${String(last).padStart(6, '0')}`,
      event_ts: '1732900000.000100',
      ...fields,
    },
  };
  return signedBody(JSON.stringify(body), 'application/json');
}

function interaction(fields: object): Buffer {
  return signedBody(new URLSearchParams({ payload: JSON.stringify({ ...common, ...fields }) }).toString());
}

/** Where people ask, with the request that Slack sends for a question there. */
const SURFACES = {
  command: signedRequest,
  mention: (text: string) => event({ type: 'app_mention', channel: 'C2147483705', text: `<@U0001> ${text}` }),
  'direct message': (text: string) => event({ type: 'message', channel: 'D2147483705', channel_type: 'im', text }),
  'from a message': (text: string) =>
    interaction({
      type: 'message_action',
      callback_id: 'answer-message',
      trigger_id: `1.2.${last}`,
      response_url: 'https://hooks.slack.com/app/1234/5678',
      message_ts: '1732900000.000100',
      channel: { id: 'C2147483705', name: 'deployments' },
      message: { type: 'message', ts: '1732900000.000100', user: 'U1', text },
    }),
  'link preview': () =>
    event({
      type: 'link_shared',
      channel: 'C2147483705',
      message_ts: '1732900000.000100',
      unfurl_id: 'C2147483705.1732900000.000100',
      source: 'conversations_history',
      links: [{ domain: 'docs.example.com', url: GUIDE_URL.replace('{slug}', 'docker') }],
    }),
  Slackbot: signedToolCall,
  'suggested prompts': () => event({ type: 'app_home_opened', tab: 'messages', channel: 'D2147483705' }),
} satisfies Record<string, (text: string) => Buffer>;
type Surface = keyof typeof SURFACES;
const surfaces = Object.keys(SURFACES) as Surface[];

const questions = await makeQuestions(2_000);
const isAnswered = createCheck(questions);
const list = [...questions.keys()];
const slack = await startSlack();
const server = await startServer('guidepost', {
  question: required(list[0], 'question'),
  isRight: isAnswered,
  apiUrl: slack.apiUrl,
  environment: { LOG_LEVEL: 'warn', GUIDE_URL, LINK_PREVIEWS: 'on', AGENT_VIEW: 'on', MCP: 'on' },
});

interface Asked {
  readonly surface: Surface;
  readonly question: string;
}

function isRight({ surface, question }: Asked, reply: Reply): boolean {
  if (surface === 'Slackbot') return reply.status === 200 && reply.body.includes('"structuredContent":');
  return surface === 'command' ? isAnswered(question, reply) : reply.status === 200;
}

function run(mix: readonly Surface[]) {
  const asked = list.flatMap((question) => mix.map((surface) => ({ surface, question })));
  const toRequest = ({ surface, question }: Asked) => SURFACES[surface](question);
  return load({ port: server.port, connections: CONNECTIONS, rate, seconds, questions: asked, isRight, toRequest });
}

say(`${rate} requests a second for ${seconds} s, over ${CONNECTIONS} connections; budget ${BUDGET_MS} ms at p99`);
let wrong = 0;
await run(['command']);
for (const [name, mix] of [
  ...surfaces.map((surface) => [surface, [surface]] as const),
  ['all at once', surfaces] as const,
]) {
  const result = await run(mix);
  wrong += result.wrong.length;
  const verdict = result.p99 <= BUDGET_MS ? 'met' : 'MISSED';
  say(
    `${name.padEnd(18)} acknowledged in p50 ${result.p50.toFixed(1).padStart(5)} ms, p99 ${result.p99.toFixed(1).padStart(6)} ms, slowest ${result.slowest.toFixed(0)} ms: ${verdict}`,
  );
}
say(`wrong answers: ${wrong}; lines in the log: ${server.output().split('\n').length - 1}`);
if (server.output().includes('"level":"error"'))
  say(
    server
      .output()
      .split('\n')
      .find((line) => line.includes('"error"')) ?? '',
  );
await server.stop();
slack.stop();
