import { describe, expect, it } from '@jest/globals';
import { stem } from '../../../src/search/words/terms.js';

describe('stems', () => {
  it.each([
    ['deployment', 'deploy'],
    ['deploys', 'deploy'],
    ['databases', 'databas'],
    ['generate', 'generat'],
    ['generally', 'general'],
    ['hoping', 'hope'],
    ['hopping', 'hop'],
    ['skies', 'sky'],
    ['proceeding', 'proceed'],
    ['yearly', 'year'],
    ['playboys', 'playboy'],
    ['constructor', 'constructor'],
    ['by', 'by'],
  ])('takes "%s" to "%s"', (word, expected) => {
    expect(stem(word)).toBe(expected);
    // From the cache.
    expect(stem(word)).toBe(expected);
  });

  it.each(['http2', 'c++', '데이터베이스', 'развертывание', 'x'.repeat(41)])('leaves "%s" as it is', (word) => {
    expect(stem(word)).toBe(word);
  });
});
