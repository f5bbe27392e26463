import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** What a function makes, with the heap and buffers that this takes, in MiB, and the median processor time of making it, in ms. */
export function weighed(make, rounds) {
  const times = [];
  let made;
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    made = undefined;
    collect();
    before = used();
    const start = process.cpuUsage();
    made = make();
    times.push(process.cpuUsage(start).user / 1000);
  }
  collect();
  return {
    made,
    mebibytes: (used() - before) / 2 ** 20,
    milliseconds: times.sort((a, b) => a - b)[Math.floor(rounds / 2)],
  };
}

function used() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
