import { createRandom, pick } from '../random.js';
import { mean } from './measure.js';

/**
 * A 95 % interval of a mean by bootstrap (Efron 1979). What is drawn are the target pages, each with all of its questions, as
 * questions for one page are alike. @param {readonly { page: string, value: number }[]} outcomes
 */
export function interval(outcomes, { rounds = 2000, seed = 1 } = {}) {
  const random = createRandom(seed);
  const byPage = new Map();
  for (const { page, value } of outcomes) byPage.set(page, [...(byPage.get(page) ?? []), value]);
  const groups = [...byPage.values()];
  const means = Float64Array.from({ length: rounds }, () => mean(groups.flatMap(() => pick(groups, random)))).sort();
  return [means[Math.floor(0.025 * rounds)], means[Math.ceil(0.975 * rounds) - 1]];
}
