import { describe, expect, it } from '@jest/globals';
import { tellRefusals } from '../../src/slack/transport/http-receiver.js';

describe('telling that requests were refused', () => {
  it('tells the first at once, and with the first after a minute how many were not told', () => {
    const lines: string[] = [];
    let now = 5;
    const tell = tellRefusals(
      (line) => lines.push(line),
      () => now,
    );
    for (let n = 0; n < 1_000; n += 1) tell('Refused');
    now += 60_000;
    tell('Refused');
    now += 60_000;
    tell('Refused otherwise');
    expect(lines).toEqual(['Refused', 'Refused (and 999 more since the last such line)', 'Refused otherwise']);
  });
});
