import { describe, expect, it } from '@jest/globals';
import { chooseExamples, createSources } from '../../src/answer/sources.js';
import { scanQuestions } from '../../src/guide/questions.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from '../builders/guide-of.js';

const pages = {
  'backups.md':
    '# Backups\n\nDump the database every night.\n\n## How do I restore a dump?\n\nRestore it with pg_restore.\n',
  'servers.md': '# Servers\n\nRent a machine. Gunicorn serves Python.\n',
  'logging.md': '# Logging\n\nWrite log lines to standard output.\n',
  'docker.md': '# Docker\n\nBuild an image.\n',
};

describe('the examples in help', () => {
  it('are questions of the questions file that their pages answer, each about another page', async () => {
    const questions = `- question: "how often do we dump the database?"
  page: backups
- question: when is the database dumped every night?
  page: backups
- question: 'where do log lines go?'
  page: logging
- question: "what about hamsters and luggage?"
  page: servers
- question: "how do I fly?"
  page: none
- question: which machine serves Python?
  page: servers
`;
    const guide = await guideOf({ ...pages, 'questions.yml': questions });
    expect(chooseExamples(createSources(guide, createSearch(guide)))).toEqual([
      'how often do we dump the database?',
      'where do log lines go?',
      'which machine serves Python?',
    ]);
  });

  it('are also questions without a question mark, before headings and titles', async () => {
    const questions = `- {question: how often do we dump the database, page: backups}
- {question: dump, page: backups}
- {question: "where do log lines go, and why", page: logging}
`;
    const guide = await guideOf({ ...pages, 'questions.yml': questions });
    expect(chooseExamples(createSources(guide, createSearch(guide))).slice(0, 2)).toEqual([
      'how often do we dump the database',
      'where do log lines go, and why',
    ]);
  });

  it('are headings that are questions, then titles, without a questions file', async () => {
    const guide = await guideOf(pages);
    const examples = chooseExamples(createSources(guide, createSearch(guide)));
    expect(examples[0]).toBe('How do I restore a dump?');
    expect(examples).toHaveLength(3);
  });

  it('are left out in a guide that answers nothing', async () => {
    const guide = await guideOf({ 'nothing.md': '' });
    expect(chooseExamples(createSources(guide, createSearch(guide))).length).toBeLessThanOrEqual(1);
  });
});

describe('a questions file', () => {
  it('may have each question in one line', () => {
    expect(
      scanQuestions(
        '- {question: "a, b", page: p}\n- { question: c d, page: q, also: [r] }\n- {question: e, page: none}\n',
      ),
    ).toEqual([
      { question: 'a, b', page: 'p' },
      { question: 'c d', page: 'q' },
    ]);
  });

  it('is read with or without quotes, and without the questions that no page answers', () => {
    expect(
      scanQuestions(
        '# x\n- question: "a \\"b\\""\n  page: p\n  also: [q]\n- page: "q"\n  question: it\'\'s\n- question: c\n  page: none\n',
      ),
    ).toEqual([{ question: 'a "b"', page: 'p' }]);
  });
});
