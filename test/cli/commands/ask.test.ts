import { beforeAll, describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';
import { sampleGuide } from '../sample-guide.js';

let cwd = '';
beforeAll(async () => {
  cwd = await folderOf(sampleGuide);
});

function ask(...args: string[]) {
  return runInProcess(['ask', ...args], { cwd });
}

describe('asking on the command line', () => {
  it('prints title, summary, passage, next steps and checklist as plain text', async () => {
    const { code, out, err } = await ask('where', 'do', 'CDN', 'copies', 'go?');
    expect({ code, err }).toEqual({ code: 0, err: 'Guide: content (3 pages)\n' });
    expect(out).toBe(
      [
        'Static content',
        'Serve images, stylesheets and scripts.',
        '',
        'Content delivery networks',
        '  A CDN keeps copies near the asker. See the list (https://example.com/cdns) and',
        '  web servers.',
        '',
        '  - Short lifetimes for pages',
        '  - Long ones for `hashed.js`',
        '',
        'What do you want to learn next?',
        '  1. Which web server should I use? (web-servers)',
        '  2. What does the standard say? (https://example.com/standard)',
        '',
        'Static content checklist (2 items)',
        '  [ ] Give files a hash.',
        '  [ ] Put a CDN in front',
        '',
      ].join('\n'),
    );
  });

  it('uses bold in a terminal, unless NO_COLOR is set', async () => {
    const question = ['ask', 'cdn'];
    expect((await runInProcess(question, { cwd, columns: 120 })).out).toContain('\u001B[1mStatic content\u001B[22m');
    expect((await runInProcess(question, { cwd, columns: 120, env: { NO_COLOR: '1' } })).out).not.toContain('\u001B');
    expect((await ask('cdn')).out).not.toContain('\u001B');
  });

  it('fits the width of the terminal', async () => {
    const { out } = await runInProcess(['ask', 'cdn'], { cwd, columns: 40, env: { NO_COLOR: '1' } });
    expect(out.split('\n').filter((line) => line.length > 40 && !line.includes('https://'))).toEqual([]);
  });

  it('says how a misspelled word was read', async () => {
    expect((await ask('postgrseql')).out).toMatch(
      /^Showing results for PostgreSQL instead of “postgrseql”\n\nDatabases\n/,
    );
  });

  it('names the unknown words and offers the closest pages', async () => {
    const { code, out } = await ask('how do I cook rice in Zanzibar?');
    expect(code).toBe(0);
    expect(out).toMatch(/^The guide has no page about that\.\nNot in the guide: “cook”, “rice”, “Zanzibar”\n/);
  });

  it('lists the topics of a guide in folders under headings', async () => {
    const names = ['index', 'run/a', 'run/b', 'build/c', 'build/d'];
    const cwd = await folderOf(
      Object.fromEntries(names.map((name) => [`content/${name}.md`, `# Page ${name}\n\nText.\n`])),
    );
    const list = (title: string): string => `- Page ${title}\n  Text.\n`;
    expect((await runInProcess(['ask', 'topics'], { cwd })).out).toBe(
      `${list('index')}\nBuild\n\n${list('build/c')}${list('build/d')}\nRun\n\n${list('run/a')}${list('run/b')}`,
    );
    const json = JSON.parse((await runInProcess(['ask', '--json', 'topics'], { cwd })).out);
    expect(json.pages[1]).toEqual({ slug: 'build/c', title: 'Page build/c', summary: 'Text.', group: ['Build'] });
  });

  it('understands topics, checklists and help as the Slack command does', async () => {
    expect((await ask('topics')).out).toContain('- Web servers\n  Nginx and Apache answer requests.');
    expect((await ask('checklists')).out).toContain('Static content checklist (2 items)');
    expect((await ask('checklist', 'assets')).out).toContain('  [ ] Give files a hash.\n      It goes into the name.');
    expect((await ask('checklist', 'databases')).out).toContain('Databases has no checklist.');
    expect((await ask('help')).out).toContain('guidepost ask topics');
    expect((await ask('search')).out).toContain('In Slack this opens a dialog');
    expect(JSON.parse((await ask('--json', 'search')).out)).toEqual({ kind: 'search' });
  });

  it('prints an answer as JSON', async () => {
    const answer = JSON.parse((await ask('--json', 'cdn')).out);
    expect(answer).toMatchObject({
      kind: 'page',
      page: { slug: 'static-content', title: 'Static content' },
      passage: { anchor: 'content-delivery-networks', heading: 'Content delivery networks' },
      nextSteps: [{ page: 'web-servers' }, { url: 'https://example.com/standard' }],
      checklists: [{ items: [{ title: 'Give files a hash.', detail: 'It goes into the name.' }, { detail: '' }] }],
    });
    expect(JSON.parse((await ask('--json', 'cook rice')).out)).toMatchObject({ kind: 'nothing-found' });
  });

  it('prints a passage of each of two sections that match about as well', async () => {
    const zoo =
      '# Zoo\n\nIn general.\n\n## House\n\nA giraffe eats leaves.\n\n## Steppe\n\nA giraffe eats dry leaves.\n';
    const cwd = await folderOf({ 'content/zoo.md': zoo, 'content/yard.md': '# Yard\n\nFor lorries.\n' });
    const { out } = await runInProcess(['ask', 'giraffe leaves'], { cwd });
    expect(out).toContain('\nHouse\n  A giraffe eats leaves.\n\nSteppe\n  A giraffe eats dry leaves.\n');
    const answer = JSON.parse((await runInProcess(['ask', '--json', 'giraffe leaves'], { cwd })).out);
    expect(answer).toMatchObject({ passage: { anchor: 'house' }, secondPassage: { anchor: 'steppe' } });
  });

  it('does not let a guide or a question write control sequences to the terminal', async () => {
    const evil = await folderOf({ 'content/a.md': '# Red \u001B[31malert\u0007\n\nText \u001B]0;title\u0007 here.\n' });
    const { out } = await runInProcess(['ask', 'alert', '\u001B[2Jzzzzzz'], { cwd: evil });
    expect(out).toContain('Red');
    expect([...out].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });

  it('prints every problem of a broken guide and fails', async () => {
    const broken = await folderOf({ 'content/a.md': '---\ntitle: [\n---\nText', 'content/b.md': '---js\nx\n---\n' });
    const { code, out, err } = await runInProcess(['ask', 'x'], { cwd: broken });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/content\/a\.md:\d+: /);
    expect(err).toMatch(/content\/b\.md:\d+: /);
  });

  it('answers from the pages that can be read, and names the others on standard error', async () => {
    const cwd = await folderOf({ 'g/a.md': '# Otters\n\nThey swim.', 'g/b.md': '---\ntitle: [\n---\nText.' });
    const { code, out, err } = await runInProcess(['ask', '--guide', 'g', 'otters'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('They swim.');
    expect(err).toMatch(/^1 file left out because of errors\. .*guidepost check g\ng\/b\.md:\d: /);
  });

  it('finds the guide by --guide, then GUIDE_DIR, then the folder content, then its own', async () => {
    const other = await folderOf({ 'g/a.md': '# Otters\n\nThey swim.\n', 'h/b.md': '# Badgers\n\nThey dig.\n' });
    const topics = async (args: string[], env = {}) =>
      (await runInProcess(['ask', ...args, 'topics'], { cwd: other, env })).out;
    expect(await topics(['--guide', 'g'], { GUIDE_DIR: 'h' })).toContain('Otters');
    expect(await topics([], { GUIDE_DIR: 'h' })).toContain('Badgers');
    expect((await ask('topics')).out).toContain('Static content');
    expect(await topics([])).toContain('Deployment');
  });
});

describe('asking many questions at once', () => {
  const lines = (...stdin: (string | Uint8Array)[]) => runInProcess(['ask', '--jsonl'], { cwd, stdin });
  const parsed = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('answers each line with the pages, best first', async () => {
    const { code, out } = await lines('{"id":"a","question":"cdn"}\n{"id":2,"question":"how to cook ri', 'ce"}\r\n');
    expect(code).toBe(0);
    expect(parsed(out)).toEqual([
      { id: 'a', kind: 'page', slugs: ['static-content'] },
      { id: 2, kind: 'nothing-found', slugs: [] },
    ]);
  });

  it('reads commands as questions: each line asks for a page', async () => {
    const { out } = await lines('{"id":1,"question":"help"}\n{"id":2,"question":"topics"}');
    expect(parsed(out).map(({ kind }) => kind)).toEqual(['nothing-found', 'nothing-found']);
  });

  it('reports a wrong line, goes on, and fails at the end', async () => {
    const { code, out } = await lines(
      '\uFEFF{"id":1,"question":"cdn"}\n\nnot json\n{"id":4}\nnull\n{"id":6,"question":"nginx"}',
    );
    expect(code).toBe(1);
    expect(parsed(out).map(({ id, error, slugs }) => [id, error?.split(':')[0] ?? slugs[0]])).toEqual([
      [1, 'static-content'],
      [null, 'line 3'],
      [4, 'line 4'],
      [null, 'line 5'],
      [6, 'web-servers'],
    ]);
  });

  it('reads characters that are split between chunks', async () => {
    const bytes = new TextEncoder().encode('{"id":"é","question":"cdn"}\n');
    const { out } = await lines(bytes.slice(0, 8), bytes.slice(8));
    expect(parsed(out)[0].id).toBe('é');
  });

  it('prints nothing for empty input', async () => {
    expect(await lines()).toMatchObject({ code: 0, out: '' });
  });
});
