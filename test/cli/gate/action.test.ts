import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { escaped } from '../../../src/cli/gate/text.js';
import { packageFile } from '../../../src/package-file.js';
import { itLong } from '../../long-tests.js';
import { aCompleteGate, anOpenGate, problem, type StandIn, startStandIn, TOKEN } from './stand-in.js';

interface Step {
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly runs: { readonly using: string; readonly steps: readonly [Step] };
}

const action = parse(readFileSync(packageFile('gate/action.yml'), 'utf8')) as Action;

/** GitHub's REST API for the comments of one pull request. */
interface GitHub {
  readonly url: string;
  readonly calls: string[];
  readonly comments: { id: number; body: string }[];
  /** As for a pull request from a fork. */
  mayWrite: boolean;
  stop(): Promise<void>;
}

async function startGitHub(): Promise<GitHub> {
  const server: Server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const sent = await text(request);
    github.calls.push(`${method} ${url}`);
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== 'Bearer ghs_job') return answer(401, { message: 'Bad credentials' });
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (method === 'GET' && pathname === '/repos/team/shop/issues/12/comments') {
      const [size, page] = [Number(searchParams.get('per_page')), Number(searchParams.get('page'))];
      return answer(200, github.comments.slice((page - 1) * size, page * size));
    }
    if (!github.mayWrite) return answer(403, { message: 'Resource not accessible by integration' });
    const { body } = JSON.parse(sent) as { body: string };
    if (method === 'POST' && pathname === '/repos/team/shop/issues/12/comments') {
      const comment = { id: 1_000 + github.comments.length, body };
      github.comments.push(comment);
      return answer(201, comment);
    }
    const [, id] = /^\/repos\/team\/shop\/issues\/comments\/(\d+)$/.exec(pathname) ?? [];
    const comment = github.comments.find((each) => each.id === Number(id));
    if (method !== 'PATCH' || comment === undefined) return answer(404, { message: 'Not Found' });
    comment.body = body;
    return answer(200, comment);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const github: GitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    comments: [],
    mayWrite: true,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return github;
}

let guidepost: StandIn;
let github: GitHub;
let folder: string;
beforeEach(async () => {
  [guidepost, github] = await Promise.all([startStandIn(), startGitHub()]);
  folder = mkdtempSync(join(tmpdir(), 'guidepost-action-'));
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 12 } }));
});
afterEach(async () => {
  await Promise.all([guidepost.stop(), github.stop()]);
  rmSync(folder, { recursive: true });
});

/** Runs the action's step as GitHub does: with its inputs in place of the expressions, in bash, from the action's folder. */
async function run(given: Record<string, string> = {}): Promise<{ code: number | null; log: string }> {
  const inputs: Record<string, string> = {
    server: guidepost.url,
    token: TOKEN,
    page: 'release',
    name: 'shop-api 2.4',
    ...given,
  };
  const fill = (value: string): string =>
    value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => {
      if (!(name in action.inputs)) throw new Error(`The action has no input ${name}`);
      return inputs[name] ?? (action.inputs[name]?.default ?? '').replace(/^\$\{\{ github\.token \}\}$/, 'ghs_job');
    });
  const [step] = action.runs.steps;
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      GITHUB_ACTION_PATH: packageFile('gate'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: 'team/shop',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_RUN_ID: '77',
      ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])),
    },
  });
  const [log, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, log: log + errors };
}
const read = (name: string): string => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');

describe('the GitHub Action', () => {
  it('is built from the sources beside it', async () => {
    // The options themselves: another way to build it would be another file.
    const { actionOptions } = await import(packageFile('scripts/build/bundle.js'));
    const { outputFiles = [] } = await build({ ...actionOptions(packageFile('.')), write: false });
    expect(readFileSync(packageFile('gate/action.mjs'), 'utf8')).toBe(outputFiles[0]?.text);
  });

  it('writes the list to the summary, comments once, and changes that comment when the checklist is complete', async () => {
    github.comments.push(...Array.from({ length: 130 }, (_, id) => ({ id, body: 'Looks good' })));
    const open = await run();
    expect(open.code).toBe(2);
    expect(open.log).toContain('    - Send the notes');
    expect(read('summary.md')).toBe(
      [
        '### ⏳ The checklist is open: 2 items',
        '**[shop-api 2.4 (Release)](<https://slack.example/p1>)**',
        '- **Before**: 1 item open\n  - [ ] Send the notes\n- **After**: 1 item open\n  - [ ] Watch the errors',
        '\n',
      ].join('\n\n'),
    );
    expect(read('output')).toBe('state=open\nrun=run-1\nurl=https://slack.example/p1\n');
    expect(github.comments).toHaveLength(131);
    expect(github.comments[130]?.body).toMatch(
      /^<!-- guidepost-gate \w{16} -->\n### ⏳ The checklist is open: 2 items\n/,
    );
    expect(github.comments[130]?.body).toContain('[this job](https://github.example/team/shop/actions/runs/77)');

    guidepost.gate = aCompleteGate();
    expect((await run()).code).toBe(0);
    expect(github.comments).toHaveLength(131);
    expect(github.comments[130]?.body).toContain('✅ The checklist is complete');
    expect(github.calls.filter((call) => !call.startsWith('GET'))).toEqual([
      'POST /repos/team/shop/issues/12/comments',
      'PATCH /repos/team/shop/issues/comments/1130',
    ]);
    expect(read('output')).toContain('state=complete\n');
  });

  itLong('keeps the comment up to date while it waits', async () => {
    guidepost.answerNext(problem(503, 'The database is away.'));
    const waiting = run({ wait: '2m', phase: 'before' });
    const ticking = setInterval(() => {
      if (github.comments[0]?.body.includes('Send the notes')) guidepost.gate = aCompleteGate();
    }, 50);
    const { code, log } = await waiting;
    clearInterval(ticking);
    expect(code).toBe(0);
    expect(log).toMatch(/not reached: [\s\S]*open: Before 1 item \(Send the notes\)[\s\S]*complete: shop-api 2.4/);
    expect(github.comments).toHaveLength(1);
    expect(github.calls.map((call) => call.split(' ')[0])).toEqual(['GET', 'POST', 'PATCH', 'PATCH']);
  });

  it('has a comment of its own for each phase', async () => {
    await run({ phase: 'before' });
    await run({ phase: 'after' });
    await run({ phase: 'before' });
    expect(github.comments).toHaveLength(2);
  });

  it('says that it may not comment, as in a pull request from a fork, and decides without', async () => {
    github.mayWrite = false;
    guidepost.gate = aCompleteGate();
    const { code, log } = await run();
    expect(code).toBe(0);
    expect(log).toMatch(
      /^::warning title=Guidepost gate::The comment of the pull request could not be written: .*403.*forks/m,
    );
    expect(read('summary.md')).toContain('✅');
  });

  it('comments nowhere without a pull request, or if no comment is wanted', async () => {
    await run({ comment: 'false' });
    writeFileSync(join(folder, 'event.json'), JSON.stringify({ ref: 'refs/heads/main' }));
    expect((await run()).code).toBe(2);
    expect(github.calls).toEqual([]);
  });

  it('ends with the code of the gate for everything else, and never with 0', async () => {
    expect((await run({ token: 'gp_revoked' })).code).toBe(5);
    expect(read('summary.md')).toContain('### ❌ The checklist may not be asked');
    guidepost.runs = [];
    expect((await run()).code).toBe(3);
    guidepost.always = problem(503, 'The database is away.');
    expect((await run()).code).toBe(4);
    const wrong = await run({ name: '', server: 'guidepost.example' });
    expect(wrong.code).toBe(1);
    expect(wrong.log).toContain('::error title=Guidepost gate::The input “server” is an address such as');
    expect(wrong.log).toContain('::error title=Guidepost gate::Say which checklist: ');
  });

  it('opens the gate with a reason, and says so', async () => {
    expect((await run({ bypass: 'The shop is down' })).code).toBe(0);
    expect(read('summary.md')).toContain('### ⚠️ The gate was opened\n');
    expect(read('summary.md')).toContain('ci opened the gate although items are open: The shop is down');
  });

  it('takes no name or title for a command of the shell or the runner, or for Markdown', async () => {
    const nasty =
      '"; touch owned; echo "$(id) \n::error::x @team/all #12 https://evil.example [x](y) <img src=x> **b**';
    const [before] = anOpenGate().phases;
    if (before) guidepost.gate = anOpenGate({ phases: [{ ...before, open: [{ id: 'x', title: nasty }] }] });
    const { log } = await run({ name: nasty.replace('\n', ' ') });
    expect(existsSync(join(folder, 'owned'))).toBe(false);
    const lines = log.split('\n').filter((each) => each.trimStart().startsWith('::'));
    // Only those that stop commands and let them be again.
    expect(lines).toEqual([expect.stringMatching(/^::stop-commands::[\w-]+$/), expect.stringMatching(/^::[\w-]+::$/)]);
    const summary = read('summary.md');
    expect(summary).toContain(
      '@<!-- -->team/all #<!-- -->12 https<!-- -->://evil.example \\[x\\](y) \\<img src=x\\> \\*\\*b\\*\\*',
    );
    expect(escaped('@a #1 GH-2 www.x.example a#b #')).toBe(
      '@<!-- -->a #<!-- -->1 GH<!-- -->-2 www<!-- -->.x.example a#<!-- -->b \\#',
    );
  });
});
