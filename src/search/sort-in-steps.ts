import { A_STEP, type Steps } from './steps.js';

/** Sorts texts by their code units, as `sort` does: pieces first, which are then merged. */
export function* sortInSteps(texts: readonly string[]): Steps<string[]> {
  let sorted: string[][] = [];
  for (let start = 0; start < texts.length; start += A_STEP) {
    sorted.push(texts.slice(start, start + A_STEP).sort());
    yield;
  }
  while (sorted.length > 1) {
    const longer: string[][] = [];
    for (let place = 0; place < sorted.length; place += 2) {
      longer.push(yield* merge(sorted[place] ?? [], sorted[place + 1] ?? []));
    }
    sorted = longer;
  }
  return sorted[0] ?? [];
}

function* merge(ones: readonly string[], others: readonly string[]): Steps<string[]> {
  const merged: string[] = [];
  let other = 0;
  for (const one of ones) {
    for (let next = others[other]; next !== undefined && next < one; next = others[++other]) {
      if (merged.push(next) % A_STEP === 0) yield;
    }
    if (merged.push(one) % A_STEP === 0) yield;
  }
  return merged.concat(others.slice(other));
}
