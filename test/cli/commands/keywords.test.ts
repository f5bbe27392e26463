import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';

const databases =
  '---\ntitle: Databases\nsummary: Keep data safe.\n---\nPostgreSQL stores rows.\n\n## Restore a backup\n\nCall pg_restore. Then check. And more.\n';
const caching = '---\ntitle: Caching\naliases: [memoize]\nkeywords: [slow page]\n---\nKeep what costs much.\n';
const pages = { 'content/databases.md': databases, 'content/caching.md': caching };

/** Answers with the file named by its argument, and keeps what it was asked. */
const program = `
import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync('asked.txt', readFileSync(0, 'utf8'));
process.stdout.write(readFileSync(process.argv[2]));
`;

interface Team {
  readonly cwd: string;
  readonly run: (...args: string[]) => ReturnType<typeof runInProcess>;
  readonly read: (file: string) => Promise<string>;
}

async function team(files: Record<string, string> = {}): Promise<Team> {
  const cwd = await folderOf({ ...pages, 'answer.mjs': program, ...files });
  const env = { PATH: process.env.PATH ?? '', SLACK_BOT_TOKEN: 'xoxb-secret' };
  return {
    cwd,
    run: (...args) => runInProcess(['keywords', ...args], { cwd, env, stop: new AbortController().signal }),
    read: (file) => readFile(join(cwd, file), 'utf8'),
  };
}

const node = process.execPath;
const answering = ['--with', `${node} answer.mjs answer.yml`];
/** A program of one line. */
const script = (code: string): string[] => ['--with', `"${node}" -e '${code}'`];

const DONE = '[1/1] databases.md\n';

describe('asking a program for keywords', () => {
  it('adds them to the page that has none, shows them, and leaves the rest of the file alone', async () => {
    const { run, read } = await team({ 'answer.yml': '- "lost all my data"\n- undo delete\n' });
    expect(await run(...answering)).toEqual({
      code: 0,
      out: '--- content/databases.md\n+++ content/databases.md\n@@ keywords of databases: 2 phrases @@\n+lost all my data\n+undo delete\n',
      err: `${DONE}1 page has new keywords\n`,
    });
    const keywords = 'keywords: [lost all my data, undo delete]\n';
    expect(await read('content/databases.md')).toBe(databases.replace('---\nPost', `${keywords}---\nPost`));
    expect(await read('content/caching.md')).toBe(caching);
  });

  it('says in the prompt what the page is about', async () => {
    const { run, read } = await team({ 'answer.yml': '- undo delete' });
    await run(...answering);
    const asked = await read('asked.txt');
    expect(asked).toContain('Write 12 short phrases');
    expect(asked).toContain(
      'Title: Databases\nSummary: Keep data safe.\nPostgreSQL stores rows.\n\n## Restore a backup\nCall pg_restore. Then check.\n',
    );
  });

  it('prints the prompts if there is no program', async () => {
    const { run } = await team();
    const one = await run();
    expect(one).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Help people find a page/) });
    const { out } = await run('--all');
    expect(out.match(/^===== .*/gm)).toEqual(['===== caching.md =====', '===== databases.md =====']);
    expect(out).toContain('Already listed: slow page\n');
  });

  it('asks again only for pages that have changed', async () => {
    const { cwd, run, read } = await team({ 'answer.yml': '- undo delete' });
    await run(...answering);
    expect(await run(...answering)).toEqual({
      code: 0,
      out: '',
      err: '2 pages: none is new or changed. To ask for one anyway, use --page or --all.\n',
    });
    await writeFile(join(cwd, 'answer.yml'), '- power cut\n- undo delete');
    await writeFile(join(cwd, 'content/databases.md'), (await read('content/databases.md')).replace('stores', 'loses'));
    expect(await run(...answering)).toMatchObject({
      out: expect.stringContaining('1 phrase @@\n+power cut\n'),
      err: `${DONE}  left out "undo delete": is a keyword of databases already\n1 page has new keywords\n`,
    });
    expect(await read('content/databases.md')).toContain('keywords: [undo delete, power cut]\n');
    expect(JSON.parse(await read('content/.guidepost-keywords.json'))).toEqual({
      databases: expect.stringMatching(/^\w{16}$/),
    });
  });

  it('asks for chosen pages, or all', async () => {
    const { run, read } = await team({ 'answer.yml': '- undo delete\n- remember results' });
    expect((await run('--page', 'caching', '--page', 'databases', ...answering)).err).toMatch(
      /^\[1\/2\] caching\.md\n\[2\/2\] databases\.md\n {2}left out "undo delete": is a keyword of caching already\n/,
    );
    expect(await read('content/caching.md')).toContain('keywords: [slow page, undo delete, remember results]\n');
    expect((await run('--all', ...answering)).err).toContain('[2/2] databases.md');
  });

  it('leaves out what is wrong, with the reason', async () => {
    const { run } = await team({
      'answer.yml': [
        'Here you are:\n```yaml',
        '- "one two three four five six"',
        `- ${'x'.repeat(61)}`,
        '- "tab\\there"',
        '- "red \\e[31m"',
        '- "turn\\u202E around"',
        '- "!!!"',
        '- "Postgresql  stores"',
        '- slow page',
        '- Memoize!',
        '- caching',
        '- keep',
        '- error: timeout, again',
        '- Error timeout again',
        '- [a, b]',
        '```\nDone.',
      ].join('\n'),
    });
    const { code, out, err } = await run(...answering);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 phrase @@\n+error: timeout again\n') });
    expect(err.split('\n').slice(1, -2)).toEqual([
      '  left out "one two three four five six": has 6 words, and the limit is 5',
      `  left out "${'x'.repeat(61)}": has 61 characters, and the limit is 60`,
      '  left out "tab here": has control characters',
      '  left out "red [31m": has control characters',
      '  left out "turn around": has control characters',
      '  left out "!!!": has no words',
      '  left out "Postgresql stores": is on the page already',
      '  left out "slow page": is a keyword of caching already',
      '  left out "Memoize!": is another name of caching already',
      '  left out "caching": is the title of caching already',
      '  left out "keep": is on the page already',
      '  left out "Error timeout again": is a keyword of databases already',
      '  left out "": has no words',
    ]);
  });

  it('takes the first twelve', async () => {
    const { run } = await team({ 'answer.yml': Array.from({ length: 14 }, (_, n) => `- phrase ${n}`).join('\n') });
    const { out, err } = await run(...answering);
    expect(out).toContain('12 phrases @@');
    expect(err).toContain('left out "phrase 12": comes after the first 12\n');
  });

  it('shows what it would add with --dry-run, and writes nothing', async () => {
    const { run, read, cwd } = await team({ 'answer.yml': '- undo delete' });
    expect(await run('--dry-run', ...answering)).toMatchObject({
      code: 0,
      out: expect.stringContaining('+undo delete\n'),
      err: `${DONE}1 page would get new keywords\n`,
    });
    expect(await read('content/databases.md')).toBe(databases);
    expect((await readdir(join(cwd, 'content'))).sort()).toEqual(['caching.md', 'databases.md']);
  });

  it('writes into guidepost.yml with --file, so that the pages stay as they are', async () => {
    const { run, read } = await team({
      'answer.yml': '- undo delete',
      'content/guidepost.yml': '# Ours\nsynonyms: {db: database}\n',
    });
    const { code, out } = await run('--file', ...answering);
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: '--- content/guidepost.yml' });
    expect(await read('content/guidepost.yml')).toBe(
      '# Ours\nsynonyms: {db: database}\nkeywords:\n  databases: [undo delete]\n',
    );
    expect(await read('content/databases.md')).toBe(databases);
    expect((await run('--file', ...answering)).err).toContain('none is new or changed');
  });

  it('passes on standard error, and no secrets', async () => {
    const { run } = await team();
    const { code, err } = await run(
      ...script('console.error("thinking", process.env.SLACK_BOT_TOKEN); console.log("- undo delete")'),
    );
    expect({ code, err }).toEqual({ code: 0, err: `${DONE}thinking undefined\n1 page has new keywords\n` });
  });
});

describe('a program that does not answer', () => {
  it.each([
    ['nothing', script(''), 'the answer is empty'],
    ['rubbish', script('console.log("Certainly! Here: [")'), 'the answer is not YAML: .*'],
    ['prose', script('console.log("I cannot help.")'), 'the answer is not a YAML list'],
    ['only wrong phrases', script('console.log("- databases")'), 'no phrase is left'],
    ['too much', script('setInterval(() => console.log("- x".repeat(1000)), 1)'), 'it wrote more than 64 KiB'],
    ['exit 1', script('process.exit(1)'), 'it exited with 1'],
    ['a crash', ['--with', 'kill -9 $$'], 'it was ended by SIGKILL'],
    ['never', [...script('setInterval(() => {}, 1000)'), '--timeout', '0.3'], 'it did not answer within 0.3 seconds'],
    [
      'never, and ignores that it should stop',
      ['--with', 'trap "" TERM; sleep 20; echo', '--timeout', '0.3'],
      'it did not answer within 0.3 seconds',
    ],
    [
      'there is none',
      ['--with', 'no-such-program-here'],
      'no-such-program-here cannot be started: there is no such program. Check the name and PATH.',
    ],
  ])('fails that page: %s', async (_, args, reason) => {
    const { run, read } = await team();
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`  ${reason}\\n(?:.*\\n)*no pages have new keywords, 1 page failed\\n$`));
    expect(await read('content/databases.md')).toBe(databases);
  });

  it('is given up after three failures in a row', async () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`content/${name}.md`, `# Page ${name}`]));
    const { run } = await team(files);
    const { code, err } = await run(...script('process.exit(3)'));
    expect(code).toBe(1);
    expect(err).toMatch(
      /it exited with 3\nStopped after 3 failures in a row\.\nno pages have new keywords, 3 pages failed\n$/,
    );
  });

  it('is stopped by Ctrl-C, with everything that it started, and nothing is half written', async () => {
    const { cwd, read } = await team();
    const stop = new AbortController();
    const command = 'while true; do echo >> beats; sleep 0.05; done & wait';
    const env = { PATH: process.env.PATH ?? '' };
    const running = runInProcess(['keywords', '--with', command], { cwd, env, stop: stop.signal });
    const beats = () =>
      read('beats').then(
        (text) => text.length,
        () => 0,
      );
    while ((await beats()) === 0) await sleep(20);
    stop.abort();
    expect(await running).toEqual({ code: 130, out: '', err: `${DONE}Stopped: no pages have new keywords\n` });
    const before = await beats();
    await sleep(300);
    expect(await beats()).toBe(before);
    expect(await read('content/databases.md')).toBe(databases);
    expect((await readdir(join(cwd, 'content'))).sort()).toEqual(['caching.md', 'databases.md']);
  });

  it('does not overwrite what somebody else writes meanwhile', async () => {
    const { run, read } = await team();
    const { code, err } = await run('--with', 'echo "More." >> content/databases.md; echo "- undo delete"');
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('databases.md was changed meanwhile'),
    });
    expect(await read('content/databases.md')).toBe(`${databases}More.\n`);
  });
});

describe('a wrong command line', () => {
  it.each([
    [['--page', 'database'], 2, 'guidepost: the guide has no page "database"; did you mean databases?'],
    [['--timeout', '0'], 2, 'guidepost: --timeout needs seconds, from 1 to 3600, not "0"'],
    [['llm'], 2, 'guidepost: keywords takes only options'],
  ])('is refused: %j', async (args, code, message) => {
    const { run } = await team();
    expect(await run(...args)).toMatchObject({ code, err: expect.stringContaining(message) });
  });

  it('names a record that is damaged', async () => {
    const { run } = await team({ 'content/.guidepost-keywords.json': '[' });
    expect(await run()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^\.guidepost-keywords\.json is damaged \(.*\)\. Restore it, or delete it/),
    });
  });
});
