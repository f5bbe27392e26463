import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { StoredAsk } from '../../src/asks/ask-log.js';
import { type AskReport, confirmedPairs, makeReport, questionEntry, reportCsv } from '../../src/asks/report.js';
import { toTerms } from '../../src/search/words/terms.js';

const MINUTE = 60_000;
let time = 1_700_000_000_000;

type Fields = { [key: string]: unknown };
function event(person: string | undefined, fields: Fields, afterMs = MINUTE): StoredAsk {
  time += afterMs;
  const common = { installation: 'T1', surface: 'command', id: String(time), at: new Date(time) };
  return { ...common, ...(person !== undefined && { person }), ...fields } as unknown as StoredAsk;
}
const asked = (person: string | undefined, question: string, kind: string, ...pages: string[]): StoredAsk =>
  event(person, { kind: 'asked', question, outcome: { kind, pages } });
const opened = (person: string, page: string, through: string[] = [], question?: string): StoredAsk =>
  event(person, { kind: 'opened', page, through, question });
const judged = (person: string, page: string | undefined, isHelpful: boolean, more: Fields = {}): StoredAsk =>
  event(person, { kind: 'judged', page, isHelpful, ...more });

function report(...events: StoredAsk[]): AskReport {
  return makeReport(events, { from: new Date(0), to: new Date(time), wordsOf: toTerms });
}

describe('the report', () => {
  it('counts what was asked, and by how many people', () => {
    const { totals } = report(
      asked('ada', 'logs', 'page', 'logs'),
      asked('ada', 'hamsters', 'nothing'),
      asked('ben', 'servers or logs', 'list', 'servers', 'logs'),
      asked(undefined, 'logs', 'page', 'logs'),
      judged('ada', 'logs', true),
      judged('ben', 'logs', false),
      judged('ben', 'logs', false, { comment: 'No example' }),
    );
    expect(totals).toEqual({ asked: 4, people: 2, answered: 2, lists: 1, nothing: 1, helpful: 1, unhelpful: 1 });
  });

  it('groups questions without an answer by their words, and names the closest pages', () => {
    const { unanswered } = report(
      asked('ada', 'how do I feed a hamster?', 'nothing'),
      asked('ben', 'feeding hamsters', 'nothing', 'servers'),
      asked('ben', 'Feeding hamsters', 'nothing', 'servers', 'logs'),
      asked('ben', 'where is the office', 'nothing'),
      event('ben', { kind: 'judged', question: 'where is the office', isHelpful: false, comment: 'The new one' }),
    );
    expect(unanswered).toMatchObject([
      { question: 'how do I feed a hamster?', times: 3, closest: ['servers', 'logs'], comments: [] },
      { question: 'where is the office', times: 1, closest: [], alike: [], comments: ['The new one'] },
    ]);
    expect(unanswered[0]?.alike).toEqual(['feeding hamsters', 'Feeding hamsters']);
  });

  it('names lists in which people chose another page, after all', () => {
    const list = (person: string): StoredAsk => asked(person, 'restart it', 'list', 'servers', 'logs', 'ports');
    const { chosenOther } = report(
      ...[list('ada'), opened('ada', 'servers', [], 'restart it'), opened('ada', 'logs', [], 'restart it')],
      ...[list('ben'), opened('ben', 'logs', [], 'restart it')],
      ...[list('chika'), opened('chika', 'servers', [], 'restart it')],
      ...[list('dora'), opened('dora', 'logs', ['servers'], 'restart it')],
    );
    expect(chosenOther).toMatchObject([{ question: 'restart it', first: 'servers', chosen: 'logs', times: 2 }]);
  });

  it('names the next steps that people left, but not those that helped or were read', () => {
    const { left } = report(
      ...[asked('ada', 'servers', 'page', 'servers'), opened('ada', 'logs', ['servers'])],
      ...[opened('ada', 'ports', ['servers', 'logs'])],
      ...[asked('ben', 'servers', 'page', 'servers'), opened('ben', 'logs', ['servers']), judged('ben', 'logs', true)],
      ...[asked('chika', 'servers', 'page', 'servers'), opened('chika', 'logs', ['servers'])],
      event('chika', { kind: 'read', page: 'logs' }),
    );
    expect(left).toEqual([{ pages: ['servers', 'logs', 'ports'], times: 1 }]);
  });

  it('takes what comes an hour later for something else', () => {
    const { chosenOther } = report(
      asked('ada', 'restart it', 'list', 'servers', 'logs'),
      event('ada', { kind: 'opened', page: 'logs', through: [], question: 'restart it' }, 61 * MINUTE),
    );
    expect(chosenOther).toEqual([]);
  });

  it('counts each page that somebody saw once for each question', () => {
    const { mostRead } = report(
      ...[asked('ada', 'logs', 'page', 'logs'), opened('ada', 'servers', ['logs']), opened('ada', 'logs')],
      asked('ben', 'logs', 'page', 'logs'),
    );
    expect(mostRead).toEqual([
      { page: 'logs', times: 2 },
      { page: 'servers', times: 1 },
    ]);
  });

  it('knows pairs of a question and a page only where somebody has confirmed them', () => {
    expect(
      confirmedPairs([
        asked('ada', 'one', 'page', 'servers'),
        ...[asked('ada', 'two', 'page', 'servers'), judged('ada', 'servers', true)],
        ...[asked('ada', 'three', 'list', 'servers', 'logs'), opened('ada', 'logs', [], 'three')],
        ...[
          asked('ben', 'four', 'list', 'servers', 'logs'),
          opened('ben', 'logs', [], 'four'),
          judged('ben', 'logs', false),
        ],
        ...[asked('chika', 'five', 'nothing'), opened('chika', 'logs', [])],
      ]),
    ).toEqual([
      { question: 'two', page: 'servers' },
      { question: 'three', page: 'logs' },
      { question: 'five', page: 'logs' },
    ]);
  });

  it('is CSV whose cells no spreadsheet runs', () => {
    const csv = reportCsv(
      report(
        asked('ada', '=HYPERLINK("x"), hamsters', 'nothing', 'logs'),
        judged('ada', 'logs', false, { comment: '+1' }),
      ),
    );
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'part,id,times,question,page,other pages,comment',
      expect.stringMatching(/^unanswered,[0-9a-f]{8},1,"'=HYPERLINK\(""x""\), hamsters",,logs,$/),
    ]);
    expect(csv).toContain("comment,,,,logs,,'+1");
  });

  it('has no group twice, and loses no question, whatever people ask', () => {
    const word = fc.constantFrom('hamster', 'feed', 'Office', 'how', 'is', 'logs', '?', '[secret]', '');
    fc.assert(
      fc.property(
        fc.array(
          fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
          { maxLength: 40 },
        ),
        (texts) => {
          const { unanswered } = report(...texts.map((text) => asked('ada', text, 'nothing')));
          expect(unanswered.reduce((sum, { times }) => sum + times, 0)).toBe(texts.length);
          const shown = unanswered.flatMap(({ question, alike }) => [question, ...alike]);
          expect(new Set(shown)).toEqual(new Set(texts));
        },
      ),
    );
  });
});

describe('an entry for the file of questions', () => {
  it('is read back as it was, whatever the question has', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('servers', 'none', 'a/b-c', '404', 'true'),
        (question, page) => {
          const [read] = parse(questionEntry({ question, page }));
          expect(read).toEqual({
            question: question.replace(/\s+/g, ' ').trim(),
            page,
          });
        },
      ),
    );
  });
});
