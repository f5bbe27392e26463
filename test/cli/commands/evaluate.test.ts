import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

async function evaluate(questions: string, ...args: string[]) {
  return runInProcess(['evaluate', 'q.yml', ...args], { cwd: await folderOf({ ...sampleGuide, 'q.yml': questions }) });
}

const three = `
- question: What is a CDN?
  page: static-content
- question: "Who restores a backup?"
  page: web-servers
- question: How do I cook rice?
  page: none
`;

describe('evaluating a guide', () => {
  it('prints the figures, and every miss with the page that came first instead', async () => {
    const { code, out, err } = await evaluate(three);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Questions  3\nHit@1      66.7 %\n');
    expect(out).toMatch(/Who restores a backup\?\n {4}expected web-servers, got databases/);
  });

  it('prints them as JSON', async () => {
    const { out } = await evaluate(three, '--json');
    expect(JSON.parse(out)).toMatchObject({ questions: 3, hitAt1: 2 / 3, misses: [{ page: 'web-servers' }] });
  });

  it('says which guide it used', async () => {
    expect((await evaluate(three)).out).toMatch(/^Guide {6}content \(3 pages\)\nQuestions {2}3\n/);
    expect(JSON.parse((await evaluate(three, '--json')).out).guide).toEqual({ folder: 'content', pages: 3 });
  });

  it('names a page that the guide does not have, with its line, and how to use another guide', async () => {
    const { code, out, err } = await evaluate(`${three}- {question: cdn, page: static-contents}`);
    expect(code).toBe(1);
    expect(out).toContain('Questions  4');
    expect(err).toBe(
      [
        'q.yml:8: the guide has no page "static-contents"; did you mean "static-content"?',
        'The guide is content (3 pages). For another one: --guide DIR',
        '',
      ].join('\n'),
    );
  });

  it('refuses questions that are for another guide', async () => {
    const other = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `- {question: ${name}, page: runbooks/${name}}`);
    const { code, out, err } = await evaluate([...other, '- {question: cdn, page: static-content}'].join('\n'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      [
        'q.yml: These questions are for another guide. Of the 8 pages that they name, content (3 pages) lacks 7:',
        '  "runbooks/a", "runbooks/b", "runbooks/c", "runbooks/d", "runbooks/e" and 2 more',
        'To use another guide: guidepost evaluate q.yml --guide DIR',
        '',
      ].join('\n'),
    );
  });

  it('takes the guide in the folder of the questions, unless another one is named', async () => {
    const cwd = await folderOf({
      ...sampleGuide,
      'runbooks/restart.md': '# Restart\n\nRestart the workers one by one.\n',
      'runbooks/questions.yml': '- {question: how do I restart the workers, page: restart}',
      'README.md': '# A project',
      'q.yml': '- {question: cdn, page: static-content}',
    });
    const guideOf = async (args: string[], env = {}) =>
      JSON.parse((await runInProcess(['evaluate', ...args, '--json'], { cwd, env })).out).guide.folder;
    expect(await guideOf(['runbooks/questions.yml'])).toBe('runbooks');
    expect(await guideOf(['runbooks/questions.yml', '--guide', 'content'])).toBe('content');
    expect(await guideOf(['runbooks/questions.yml'], { GUIDE_DIR: 'content' })).toBe('content');
    expect(await guideOf(['q.yml'])).toBe('content');
  });

  it('is content with a file that has only comments', async () => {
    const { code, out } = await evaluate('# - question: …\n#   page: databases\n');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('No questions yet.') });
  });

  it('measures passages, and says which one was expected', async () => {
    const questions = `
- {question: where do CDN copies go, page: static-content, section: content-delivery-networks, contains: [nowhere, "near the   ASKER"]}
- {question: how long do CDN copies live, page: static-content, section: introduction}
- {question: CDN copies, page: databases, also: "static-content#content-delivery-networks", contains: near the asker}
`;
    const { code, out, err } = await evaluate(questions);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Passages {3}66\.7 % \(2 of 3 whose page came first\)$/m);
    expect(out).toMatch(/^ {2}(card|list) +\d, the right page.* in \d$/m);
    expect(out).toContain(
      '  how long do CDN copies live\n    passage: expected static-content#introduction, got content-delivery-networks\n',
    );
  });

  it('says how often the first of two passages would have done', async () => {
    const zoo =
      '# Zoo\n\nIn general.\n\n## House\n\nA giraffe eats leaves.\n\n## Steppe\n\nA giraffe eats dry leaves.\n';
    const cwd = await folderOf({
      'content/zoo.md': zoo,
      'content/yard.md': '# Yard\n\nFor lorries.\n',
      'q.yml':
        '- {question: giraffe leaves, page: zoo, section: steppe}\n- {question: giraffe leaves, page: zoo, section: house}\n',
    });
    const { out } = await runInProcess(['evaluate', 'q.yml'], { cwd });
    expect(out).toMatch(/^Passages {3}100\.0 % .*\n {11}50\.0 % by the first one; 2 showed two$/m);
  });

  it('points out a section that the page does not have', async () => {
    const { code, err } = await evaluate(
      '- {question: cdn, page: static-content, section: content-delivery-network, also: ["databasses", "databases#x"]}',
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^q\.yml:1: the page "static-content" has no section "content-delivery-network"; did you mean "content-delivery-networks"\?/,
    );
    expect(err).toMatch(/no page "databasses"; did you mean "databases"\?\n.*the page "databases" has no section "x"/);
  });

  it.each([
    ['- {question: x, page: y, section: {a: 1}}', /^q\.yml:1: "section" must be an anchor/],
    ['- {question: x, page: y}\n- {question: x, page: y, contains: []}', /^q\.yml:2: "contains" must be a text/],
    ['- {question: x, page: y, also: ""}', /^q\.yml:1: "also" must be a slug/],
    ['- question: x\n- page: y\n', /^q\.yml:1: .*\nq\.yml:2: /],
    ['question: x', /^q\.yml:1: must be a list/],
    ['- "x', /^q\.yml:\d+: /],
  ])('names what is wrong in %j', async (questions, expected) => {
    const { code, out, err } = await evaluate(questions);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(expected);
  });

  it('names a file that does not exist', async () => {
    const { code, err } = await runInProcess(['evaluate', 'nothing.yml']);
    expect({ code, err }).toEqual({ code: 1, err: 'nothing.yml: no such file\n' });
  });
});

describe('comparing with an earlier evaluation', () => {
  const questions = `
- question: Who restores a backup?
  page: databases
- question: "where do CDN | copies of \`@ada\` go"
  page: static-content
  section: content-delivery-networks
- question: nginx
  page: web-servers
`;
  /** The same guide before a change: nothing is said of backups there, and more of Nginx. */
  const before = {
    ...sampleGuide,
    'content/databases.md': '# Databases\n\nPostgreSQL keeps data safe.\n',
    'content/static-content.md': `${sampleGuide['content/static-content.md']}\n## Backup\n\nThe CDN restores a backup by itself.\n`,
  };

  async function compare({
    old = before,
    now = sampleGuide,
    asked = questions,
    args = [] as string[],
  }: {
    old?: Record<string, string>;
    now?: Record<string, string>;
    asked?: string;
    args?: string[];
  } = {}) {
    const { out } = await runInProcess(['evaluate', 'q.yml', '--json'], {
      cwd: await folderOf({ ...old, 'q.yml': questions }),
    });
    const cwd = await folderOf({ ...now, 'q.yml': asked, 'old.json': out });
    return runInProcess(['evaluate', 'q.yml', '--compare', 'old.json', ...args], { cwd });
  }

  it('lists what got better, as Markdown', async () => {
    const { code, out, err } = await compare();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        '### Questions: 0 worse, 1 better',
        '',
        'Of 3 questions, 100.0 % have the right page first (before: 66.7 % of 3).',
        '',
        '| | question | page | before | now |',
        '| --- | --- | --- | --- | --- |',
        '| better | `Who restores a backup?` | `databases` | a card with `static-content` | first, in a card |',
        '',
      ].join('\n'),
    );
  });

  it('lists what got worse first, and what is new and gone', async () => {
    const asked = `
- question: Who restores a backup?
  page: databases
- question: "where do CDN | copies of \`@ada\` go"
  page: static-content
  section: introduction
- {question: apache, page: web-servers}
- {question: how do I cook rice, page: databases}
`;
    const { out } = await compare({ asked });
    const rows = out.split('\n').filter((line) => line.startsWith('| ') && !/^\| (\||---)/.test(line));
    expect(out).toMatch(/^### Questions: 1 worse, 1 better, 2 new, 1 removed\n/);
    expect(rows).toEqual([
      // As code with two marks, so that nobody is mentioned and no cell ends early.
      expect.stringMatching(
        /^\| \*\*worse\*\* \| `` where do CDN \\\| copies of `@ada` go `` \| .*with the wrong passage \|$/,
      ),
      '| new | `how do I cook rice` | `databases` |  | nothing found |',
      expect.stringMatching(/^\| better \| `Who restores/),
      '| new | `apache` | `web-servers` |  | first, in a card |',
    ]);
  });

  it('says so if nothing changed', async () => {
    expect((await compare({ old: sampleGuide })).out).toBe(
      '### Questions: 0 worse, 0 better\n\nOf 3 questions, 100.0 % have the right page first (before: 100.0 % of 3).\n',
    );
  });

  it('adds the comparison to the JSON', async () => {
    const { comparison } = JSON.parse((await compare({ args: ['--json'] })).out);
    expect(comparison).toMatchObject({
      worse: [],
      better: [{ before: { got: ['static-content'] }, now: { rank: 1 } }],
      same: 2,
    });
  });

  it.each([
    ['', 'must be what guidepost evaluate --json printed'],
    ['{"questions":1,"hitAt1":1,"outcomes":[{"question":1}]}', 'must be what guidepost evaluate --json printed'],
    [undefined, 'no such file'],
  ])('refuses %j in place of an evaluation', async (text, message) => {
    const cwd = await folderOf({ ...sampleGuide, 'q.yml': questions, ...(text !== undefined && { 'old.json': text }) });
    const { code, err } = await runInProcess(['evaluate', 'q.yml', '--compare', 'old.json'], { cwd });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining(`old.json: ${message}`) });
  });
});
