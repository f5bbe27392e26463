import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, required } from '../measure.js';

export interface Reply {
  status: number;
  body: string;
}

export interface LoadOptions<Q> {
  port: number;
  /** Asked one after the other, again and again. */
  questions: readonly Q[];
  connections: number;
  seconds: number;
  /** Requests a second over all connections. Without it, each connection sends the next request as soon as it has the answer. */
  rate?: number;
  /** The number of the first question. */
  from?: number;
  isRight: (question: Q, reply: Reply) => boolean;
  toRequest: (question: Q) => Buffer;
}

export interface LoadResult<Q> {
  /** Requests a second. */
  rate: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
  slowest: number;
  wrong: ({ question: Q } & Reply)[];
  /** The number of the next question. */
  next: number;
  /** In seconds. */
  took: number;
}

/** Asks questions by slash command for some seconds, over connections that stay open. */
export function loadWithQuestions(options: Omit<LoadOptions<string>, 'toRequest'>): Promise<LoadResult<string>> {
  return load({ ...options, toRequest: signedRequest });
}

/** The same with any requests. */
export async function load<Q>(options: LoadOptions<Q>): Promise<LoadResult<Q>> {
  const { port, connections, seconds, rate, from = 0, isRight, toRequest } = options;
  const questions = options.questions.map((question) => ({ question, request: toRequest(question) }));
  const latencies: number[] = [];
  const wrong: LoadResult<Q>['wrong'] = [];
  let next = from;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const pause = rate === undefined ? 0 : (connections / rate) * 1_000;
  const work = async (offset: number) => {
    const connection = await openConnection(port);
    for (let due = started + offset; performance.now() < end; due += pause) {
      if (pause > 0 && due > performance.now()) await sleep(due - performance.now());
      const { question, request } = required(questions[next++ % questions.length], 'question');
      const asked = performance.now();
      const reply = await connection.ask(request);
      latencies.push(performance.now() - asked);
      if (!isRight(question, reply)) wrong.push({ question, ...reply });
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => work((index / connections) * pause)));
  const took = (performance.now() - started) / 1_000;
  return {
    rate: latencies.length / took,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    slowest: quantile(latencies, 1),
    wrong,
    next,
    took,
  };
}

const CHUNKED_END = Buffer.from('\r\n0\r\n\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');

export interface Connection {
  ask(request: Buffer): Promise<Reply>;
  close(): void;
}

/** A connection that stays open and sends one request at a time. It is cheap, so that the server is what is measured. */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = Buffer.alloc(0);
    let waiting: { done(reply: Reply): void; failed(error: Error): void } | undefined;
    const fail = (error: Error) => {
      waiting?.failed(error);
      waiting = undefined;
      reject(error);
    };
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf(HEAD_END);
      if (end === -1 || !isWhole(received, end)) return;
      const reply = { status: Number(received.toString('latin1', 9, 12)), body: received.toString('utf8', end + 4) };
      received = Buffer.alloc(0);
      const { done } = waiting ?? {};
      waiting = undefined;
      done?.(reply);
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('The server closed the connection')));
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done, failed) => {
            waiting = { done, failed };
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });
}

function isWhole(received: Buffer, headEnd: number): boolean {
  const head = received.toString('latin1', 0, headEnd).toLowerCase();
  const length = /content-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length);
  return (
    received.subarray(-CHUNKED_END.length).equals(CHUNKED_END) ||
    received.subarray(headEnd + 4).equals(CHUNKED_END.subarray(2))
  );
}

export const SECRET = '0123456789abcdef0123456789abcdef';

/** A slash command as Slack sends and signs it: the bytes of a whole HTTP request. The signature is accepted for five minutes. */
export function signedRequest(text: string): Buffer {
  const body = new URLSearchParams({
    token: 'gIkuvaNzQIHg97ATvDxqgjtO',
    team_id: 'T0001',
    team_domain: 'example',
    channel_id: 'C2147483705',
    channel_name: 'deployments',
    user_id: 'U2147483697',
    user_name: 'ada',
    command: '/guide',
    text,
    api_app_id: 'A123456',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/1234/5678',
    trigger_id: '13345224609.738474920.8088930838d88f008e0',
  }).toString();
  return signedBody(body);
}

/** A whole HTTP request with this body, signed as Slack does it. The body is bytes, or text in UTF-8. */
export function signedBody(body: string | Buffer, contentType = 'application/x-www-form-urlencoded'): Buffer {
  const bytes = Buffer.from(body);
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:`).update(bytes).digest('hex');
  const head = [
    'POST /slack/events HTTP/1.1',
    'host: 127.0.0.1',
    'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'accept: application/json,*/*',
    `content-type: ${contentType}`,
    `content-length: ${bytes.length}`,
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${signature}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}

/** A call of the tool `ask` in one request, with a card in its answer. */
export function signedToolCall(question: string): Buffer {
  const params = {
    name: 'ask',
    arguments: { question },
    _meta: { slack: { user_id: 'U2147483697', team_id: 'T0001' } },
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const request = edit(signedBody(body, 'application/json'), '/slack/events', '/mcp');
  return edit(request, 'application/json,*/*', 'application/json, text/event-stream');
}

export function edit(request: Buffer, pattern: string | RegExp, replacement: string): Buffer {
  return Buffer.from(request.toString('latin1').replace(pattern, replacement), 'latin1');
}
