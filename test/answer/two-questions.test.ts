import { describe, expect, it } from '@jest/globals';
import { twoQuestions } from '../../src/answer/two-questions.js';

describe('two questions in one', () => {
  it.each([
    ['How do I roll back? And who must know?', ['How do I roll back?', 'who must know?']],
    ['how do I roll back and how do I restore the database', ['how do I roll back', 'how do I restore the database']],
    ['what is a canary, and should we use Docker?', ['what is a canary', 'should we use Docker?']],
    ['Is Redis needed?\nWhere do workers run?', ['Is Redis needed?', 'Where do workers run?']],
  ])('are taken apart in %j', (text, expected) => {
    expect(twoQuestions(text)).toEqual(expected);
  });

  it.each([
    ['how do I roll back'],
    ['how do I build and ship an image'],
    ['we deployed yesterday and how do I roll back'],
    ['pros and cons of Docker?'],
    ['Why? How? When?'],
    ['what is the difference between a node and a pod?'],
    [''],
    ['what is a canary and how does it work?'],
    [`how do I roll back? and how do I ${'x'.repeat(300)}?`],
  ])('are not seen in %j', (text) => {
    expect(twoQuestions(text)).toBeUndefined();
  });
});
