import { describe, expect, it } from '@jest/globals';
import { twoQuestions } from '../../src/answer/two-questions.js';

describe('two questions in one', () => {
  it.each([
    ['How do I roll back? And who must know?', ['How do I roll back?', 'who must know?']],
    ['how do I roll back and how do I restore the database', ['how do I roll back', 'how do I restore the database']],
    ['what is a canary, and should we use one?', ['what is a canary', 'should we use one?']],
    ['Is Redis needed?\nWhere does it run?', ['Is Redis needed?', 'Where does it run?']],
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
    [`how do I roll back? and how do I ${'x'.repeat(300)}?`],
  ])('are not seen in %j', (text) => {
    expect(twoQuestions(text)).toBeUndefined();
  });
});
