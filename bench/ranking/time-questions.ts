import { median, quantile } from '../speed/statistics.js';

/** The time that a question takes, in ms: of each the median of some rounds, so that a busy machine does not decide. */
export function timeQuestions(questions, search, rounds = 3) {
  for (const { question } of questions) search(question);
  const times = questions.map(({ question }) =>
    median(
      Array.from({ length: rounds }, () => {
        const start = performance.now();
        search(question);
        return performance.now() - start;
      }),
    ),
  );
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}
