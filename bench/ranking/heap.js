import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** What a function makes, with the heap and buffers that this takes, in MiB, and the median time of making it, in ms. */
export const weighed = (make, rounds) => {
  const times = [];
  let made;
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    made = undefined;
    collect();
    before = used();
    const start = performance.now();
    made = make();
    times.push(performance.now() - start);
  }
  collect();
  return {
    made,
    mebibytes: (used() - before) / 2 ** 20,
    milliseconds: times.sort((a, b) => a - b)[Math.floor(rounds / 2)],
  };
};

const used = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
