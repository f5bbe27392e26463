import { signature } from '@guidepost/slack-simulator';
import { demand, until } from './until.js';

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
