import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Evaluation, QuestionOutcome } from '../../../src/answer/evaluate.js';
import { compareEvaluations, comparisonText, readEvaluation } from '../../../src/cli/evaluate/comparison.js';
import { runs } from '../../every-case.js';

function evaluationOf(outcomes: readonly QuestionOutcome[]): Evaluation {
  const none = { count: 0, right: 0 };
  const kinds = { card: none, list: none, nothing: none };
  const passages = { judged: 0, hits: 0, firstHits: 0, pairs: 0 };
  return { questions: outcomes.length, hitAt1: 0, hitAt3: 0, mrrAt10: 0, passages, kinds, misses: [], outcomes };
}

/** How one question was answered before and now. */
function compareOne(before: Partial<QuestionOutcome>, now: Partial<QuestionOutcome>): 'worse' | 'better' | 'same' {
  const [old, next] = [before, now].map((each) =>
    evaluationOf([{ question: 'q', page: 'a', kind: 'card', got: ['b'], ...each }]),
  );
  if (old === undefined || next === undefined) throw new Error('two evaluations are compared');
  const { worse, better } = compareEvaluations(old, next);
  return worse.length > 0 ? 'worse' : better.length > 0 ? 'better' : 'same';
}

describe('comparing two evaluations', () => {
  const first = { rank: 1, kind: 'card' } as const;
  it.each([
    ['the page no longer comes first', first, { rank: 2 }, 'worse'],
    ['the page is not found any more', { rank: 8 }, {}, 'worse'],
    ['a card becomes a list', first, { ...first, kind: 'list' }, 'worse'],
    ['the passage is another one', { ...first, isPassageRight: true }, { ...first, isPassageRight: false }, 'worse'],
    ['the passage is judged now, and right', first, { ...first, isPassageRight: true }, 'same'],
    ['the page moves where nobody looks', { rank: 7 }, { rank: 8 }, 'same'],
    ['the page comes among the first three', { rank: 4 }, { rank: 3 }, 'better'],
    [
      'what has no answer gets one',
      { page: 'none', kind: 'nothing', rank: 1 },
      { page: 'none', kind: 'list' },
      'worse',
    ],
    ['a card for nothing becomes a list', { page: 'none', kind: 'card' }, { page: 'none', kind: 'list' }, 'better'],
  ] as const)('sees that %s', (_, before, now, expected) => {
    expect(compareOne(before, now)).toBe(expected);
    const opposite = { worse: 'better', better: 'worse', same: 'same' } as const;
    expect(compareOne(now, before)).toBe(opposite[expected]);
  });

  it('recognizes a question that is written with other spaces', () => {
    expect(compareOne({ question: 'how  do I\nroll back' }, { question: 'how do I roll back ', rank: 1 })).toBe(
      'better',
    );
  });

  it('reads back what it is compared with', () => {
    const evaluation = evaluationOf([{ question: 'q', page: 'a', kind: 'card', got: [], rank: 1 }]);
    expect(readEvaluation(JSON.stringify(evaluation))).toEqual(evaluation);
    for (const wrong of [
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...evaluation, outcomes: [{ ...evaluation.outcomes[0], kind: 'x' }] }),
    ])
      expect(readEvaluation(wrong)).toBeUndefined();
  });

  it('makes one row of any question, in which it is code and nothing else', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', ' ', '`', '|', '\\', '@', '<', '>', '*', '\n', '[', ']', '-'),
    });
    const isText = (text: string): boolean => /[^\s`]/.test(text);
    fc.assert(
      fc.property(texts.filter(isText), (question) => {
        const now = evaluationOf([{ question, page: 'a', kind: 'card', got: ['b'], rank: 1 }]);
        const before = evaluationOf([]);
        const markdown = comparisonText(compareEvaluations(before, now), before, now);
        const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
        const [, row, ...more] = tree.children.flatMap((node): Nodes[] => (node.type === 'table' ? node.children : []));
        expect(more).toEqual([]);
        const cells = row?.type === 'tableRow' ? row.children.map(({ children }) => children) : [];
        expect(cells).toHaveLength(5);
        const shown = question.replace(/\s+/g, ' ').trim().replaceAll('\\|', '\\¦');
        expect(cells[1]).toMatchObject([{ type: 'inlineCode', value: shown }]);
      }),
      runs(1_000),
    );
  });

  it('names the first fifty, because a comment on GitHub has room for no more', () => {
    const now = evaluationOf(
      Array.from({ length: 60 }, (_, index) => ({
        question: `q${index}`,
        page: 'a',
        kind: 'card' as const,
        got: [],
        rank: 1,
      })),
    );
    const before = evaluationOf([]);
    const lines = comparisonText(compareEvaluations(before, now), before, now).split('\n');
    expect(lines.filter((line) => line.startsWith('| new'))).toHaveLength(50);
    expect(lines).toContain('And 10 more.');
  });
});
