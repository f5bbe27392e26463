/** Where a question's page came, from 1; 0 where it was not among the first ten. */
export function rankOf(slugs, page) {
  return slugs.slice(0, 10).indexOf(page) + 1;
}

/** Hit@1, Hit@3 and MRR@10 of many ranks, each from 0 to 1. */
export function measure(ranks) {
  return {
    hit1: mean(ranks.map((rank) => (rank === 1 ? 1 : 0))),
    hit3: mean(ranks.map((rank) => (rank >= 1 && rank <= 3 ? 1 : 0))),
    mrr: mean(ranks.map((rank) => (rank === 0 ? 0 : 1 / rank))),
  };
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
