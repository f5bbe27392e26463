import { quantile } from '../speed/statistics.js';

/** The time that a question takes, in ms, after one round to warm up. */
export const timeQuestions = (questions, search, rounds = 3) => {
  for (const { question } of questions) search(question);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { question } of questions) {
      const start = performance.now();
      search(question);
      times.push(performance.now() - start);
    }
  }
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
};
