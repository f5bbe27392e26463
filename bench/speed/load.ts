import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection } from './connection.js';
import { signedRequest } from './signed-request.js';
import { quantile } from './statistics.js';

/**
 * Asks for `seconds`, over `connections` that are kept alive: each as fast as it is answered, or together `rate` a second.
 * @param {(question: string, reply: { status: number, body: string }) => boolean} isRight
 */
export async function load({
  port,
  questions,
  connections,
  seconds,
  rate,
  from = 0,
  isRight,
  toRequest = signedRequest,
}) {
  const requests = questions.map((question) => toRequest(question));
  const latencies = [];
  const wrong = [];
  let next = from;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const pause = rate === undefined ? 0 : (connections / rate) * 1_000;
  const work = async (offset) => {
    const connection = await openConnection(port);
    for (let due = started + offset; performance.now() < end; due += pause) {
      if (pause > 0 && due > performance.now()) await sleep(due - performance.now());
      const index = next++ % questions.length;
      const asked = performance.now();
      const reply = await connection.ask(requests[index]);
      latencies.push(performance.now() - asked);
      if (!isRight(questions[index], reply)) wrong.push({ question: questions[index], ...reply });
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
