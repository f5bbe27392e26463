import { describe, expect, it } from '@jest/globals';
import { answerQuestion, twoQuestions } from '../../src/answer/pages.js';
import { createSources } from '../../src/answer/sources.js';
import { createSearch } from '../../src/search/search.js';
import { renderAnswer } from '../../src/slack/views/render-answer.js';
import { readTexts } from '../guide/read-texts.js';

const { guide } = readTexts({
  'harbour.md':
    '---\ntitle: The harbour\nslug: harbour\naliases: [port, quay]\nsummary: Where ships lie.\n---\n## Fees\n\nThe harbour costs ten a night.',
  'lock.md': '# Lock\n\n- Ring twice.\n- Wait for green.\n\n## Hours\n\nThe lock opens at six.',
  'tides.md':
    '# Tides\n\nWhen the water comes and goes.\n\n## Tables\n\nThe fees of the harbour do not depend on them.',
});
const sources = createSources(guide, createSearch(guide));

describe('a name alone', () => {
  it.each(['The harbour', 'harbour', 'HARBOUR?', 'port', ' quay! '])(
    '%j is that page, with its whole summary and no passage',
    (question) => {
      expect(answerQuestion(sources, question)).toMatchObject({ kind: 'page', page: { slug: 'harbour' } });
      expect(answerQuestion(sources, question)).not.toHaveProperty('passage');
    },
  );

  it('shows a passage of a page that has no summary', () => {
    const page = guide.bySlug.get('lock');
    const answer = answerQuestion(sources, 'lock');
    expect(answer).toMatchObject({ kind: 'page', page: { slug: 'lock' } });
    expect(page?.summary === '' ? answer : { passage: {} }).toHaveProperty('passage');
  });
});

describe('a list of pages', () => {
  it('leaves out what is far behind the first page, after the first three', () => {
    const far = readTexts(
      Object.fromEntries(
        Array.from({ length: 6 }, (_, n) => [
          `p${n}.md`,
          `# Page ${n}\n\nIn general.\n\n${n < 2 ? 'A walrus and a heron eat a walrus and a heron.' : n === 2 ? 'A walrus, a heron.' : 'One heron among many other birds of all kinds and sizes, as far as anybody knows of them.'}`,
        ]),
      ),
    ).guide;
    const answer = answerQuestion(createSources(far, createSearch(far)), 'walrus heron');
    if (answer.kind !== 'results') throw new Error(answer.kind);
    expect(answer.results.map(({ page }) => page.slug)).toEqual(['p0', 'p1', 'p2']);
  });

  it('has a button for the second of two questions, if another page answers that', () => {
    const { guide: two } = readTexts({
      'one.md': '# One\n\nIn general.\n\n## Birds\n\nA walrus and a heron.',
      'two.md': '# Two\n\nIn general.\n\n## Fish\n\nA walrus and a heron.',
      'lock.md': '# Lock\n\nIn general.\n\n## Hours\n\nThe lock opens at six.',
    });
    const ask = (question: string) => answerQuestion(createSources(two, createSearch(two)), question);
    const both = ask('what is a walrus heron? And when does the lock open?');
    expect(both).toMatchObject({ kind: 'results', secondQuestion: 'when does the lock open?' });
    const context = { command: '/guide', pageUrl: () => undefined, messageUrl: () => '', newId: () => 'run' };
    expect(renderAnswer(both, context).text).toContain('You also asked:\nwhen does the lock open?');
    expect(ask('what is a walrus heron? And when do quaggas sing?')).not.toHaveProperty('secondQuestion');
  });
});

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
