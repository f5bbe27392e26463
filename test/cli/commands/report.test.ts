import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredAsk } from '../../../src/asks/ask-log.js';
import { createAskStore } from '../../../src/storage/asks.js';
import { migrate } from '../../../src/storage/migrate.js';
import { openDatabase } from '../../../src/storage/open-database.js';
import { folderOf, runInProcess } from '../run-in-process.js';

const now = new Date('2026-11-20T12:00:00Z');
const DAY = 86_400_000;

const QUESTIONS = `# What people ask.
- question: "how do I restart it?"   # asked in March
  page: servers

# None of ours:
- {question: "what is for lunch", page: none}`;

let cwd: string;
let count = 0;

function event(daysAgo: number, fields: object): StoredAsk {
  count += 1;
  const at = new Date(now.getTime() - daysAgo * DAY + count);
  return { installation: 'T1', person: 'U1', surface: 'command', id: String(count), at, ...fields } as StoredAsk;
}
const asked = (daysAgo: number, question: string, kind: string, ...pages: string[]): StoredAsk =>
  event(daysAgo, { kind: 'asked', question, outcome: { kind, pages } });

beforeEach(async () => {
  cwd = await folderOf({
    'content/servers.md': '---\ntitle: Servers\nsummary: A server.\nkeywords: [vps]\n---\n# Servers\n\nRestart it.\n',
    'content/logs.md': '---\ntitle: Logs\nsummary: A log.\nkeywords: [journal]\n---\n# Logs\n\nRead it.\n',
    'content/questions.yml': QUESTIONS,
  });
  const database = await openDatabase({ url: `sqlite:${cwd}/asks.db` });
  await migrate(database);
  const list = (): StoredAsk[] => [
    asked(2, 'which tracebacks appear', 'list', 'servers', 'logs'),
    event(2, { kind: 'opened', page: 'logs', through: [], question: 'which tracebacks appear' }),
  ];
  await createAskStore(database).add([
    asked(40, 'an old question about zebras', 'nothing'),
    asked(2, 'how do I feed a hamster', 'nothing', 'servers'),
    asked(2, 'feeding hamsters', 'nothing'),
    ...list(),
    event(1, {
      kind: 'judged',
      page: 'servers',
      isHelpful: false,
      comment: 'No\u001B[31m example',
      question: 'servers',
    }),
    { ...asked(1, 'elsewhere', 'nothing'), installation: 'T2' },
  ]);
  await database.close();
});

function report(...args: string[]) {
  return runInProcess(['report', ...args], { cwd, env: { DATABASE_URL: `sqlite:${cwd}/asks.db` }, now });
}
const written = (name: string): string => readFileSync(join(cwd, name), 'utf8');

/** The id of a question in the report. */
async function idOf(question: string): Promise<string> {
  const { unanswered, chosenOther } = JSON.parse((await report('--format', 'json')).out);
  return [...unanswered, ...chosenOther].find((each: { question: string }) => each.question === question).id;
}

describe('guidepost report', () => {
  it('says what people asked in the last thirty days, and since a day', async () => {
    const { code, out, err } = await report();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('2026-10-21 to 2026-11-20: 4 questions, 0 with a page, 1 with a list, 3 without an answer');
    expect(out).toMatch(
      / {4}2 {2}[0-9a-f]{8} {2}how do I feed a hamster\n {17}also: feeding hamsters\n {17}closest: servers/,
    );
    expect(out).toContain('chosen: logs, not servers');
    expect(out).toContain('said: No[31m example (asked: servers)');
    expect(out).not.toContain('zebras');
    expect((await report('--since', '2026-10-01')).out).toContain('zebras');
    expect((await report('--since', '90d')).out).toContain('zebras');
    expect((await report('--workspace', 'T2')).out).not.toContain('hamster');
  });

  it('is JSON, and CSV in a file', async () => {
    const { totals } = JSON.parse((await report('--format', 'json')).out);
    expect(totals).toMatchObject({ asked: 4, nothing: 3, unhelpful: 1 });
    await report('--csv', 'out.csv');
    expect(written('out.csv')).toContain('unanswered,');
  });

  it('adds accepted pairs to the end of a file of questions, and keeps everything else in it', async () => {
    const [unanswered, alike, chosen] = [
      await idOf('how do I feed a hamster'),
      await idOf('elsewhere'),
      await idOf('which tracebacks appear'),
    ];
    const accept = ['--accept', `${unanswered}=none`, '--accept', `${alike}=servers`, '--accept', chosen];
    const { code, out, err } = await report('--add-to-questions', 'content/questions.yml', ...accept);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('content/questions.yml: 3 questions added\n');
    expect(written('content/questions.yml')).toBe(
      `${QUESTIONS}\n- question: "how do I feed a hamster"\n  page: none\n- question: "elsewhere"\n  page: servers\n- question: "which tracebacks appear"\n  page: logs\n`,
    );
    expect((await report('--add-to-questions', 'content/questions.yml', ...accept)).out).toContain(
      'no questions added, 3 already there',
    );
    const evaluated = await runInProcess(['evaluate', 'content/questions.yml'], { cwd });
    expect(evaluated.code).toBe(0);
  });

  it('makes the file if there is none, and writes as the entries before are indented', async () => {
    const id = await idOf('elsewhere');
    await report('--add-to-questions', 'content/new.yml', '--accept', `${id}=none`);
    expect(written('content/new.yml')).toBe('- question: "elsewhere"\n  page: none\n');
  });

  it.each([
    [['--accept', '00000000=servers'], 'the report has no question 00000000'],
    [['--accept', 'nonsense'], '--accept is ID=PAGE'],
    [[], 'belong together'],
  ])('refuses %j, and changes nothing', async (accept, message) => {
    const { code, err } = await report('--add-to-questions', 'content/questions.yml', ...accept);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(written('content/questions.yml')).toBe(QUESTIONS);
  });

  it('refuses a page that the guide does not have, or no page where people chose none', async () => {
    const id = await idOf('elsewhere');
    const add = (accept: string) => report('--add-to-questions', 'content/questions.yml', '--accept', accept);
    expect((await add(`${id}=nowhere`)).err).toContain('the guide has no page "nowhere"');
    expect((await add(id)).err).toContain('name the page that answers “elsewhere”');
  });

  it('says what is wrong with an option', async () => {
    for (const args of [['--since', 'yesterday'], ['--since', '0d'], ['--format', 'pdf'], ['extra']])
      expect((await report(...args)).code).toBe(2);
  });
});

describe('guidepost suggest --log', () => {
  it('names the words of confirmed questions that their page lacks', async () => {
    const { code, out } = await runInProcess(['suggest', '--log'], {
      cwd,
      env: { DATABASE_URL: `sqlite:${cwd}/asks.db` },
      now,
    });
    expect(code).toBe(0);
    expect(out).toMatch(/Logs\n.*people asked with words that the page lacks: "tracebacks"/);
  });
});
