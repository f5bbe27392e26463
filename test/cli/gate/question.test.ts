import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { durationMs, type GateQuestion, type Given, readQuestion } from '../../../src/cli/gate/question.js';

const complete: Given = { server: 'https://guidepost.example/', token: 'gp_1', run: 'run-1' };

function read(given: Given, allowHttp = false): GateQuestion | { readonly problems: string[] } {
  return readQuestion(given, { written: (option) => `--${option}`, allowHttp });
}
function problemsOf(given: Given): string {
  const question = read(given);
  return 'problems' in question ? question.problems.join('\n') : '';
}

describe('a question to the gate', () => {
  it('is about one run, or the newest one of a page that has a name', () => {
    expect(read(complete)).toEqual({
      server: 'https://guidepost.example',
      token: 'gp_1',
      target: { run: 'run-1' },
      waitMs: 0,
    });
    const named = {
      ...complete,
      run: undefined,
      page: 'release',
      name: ' shop-api 2.4 ',
      phase: 'before',
      wait: '30m',
    };
    expect(read({ ...named, channel: 'C1', checklist: 'preflight', bypass: 'urgent' })).toMatchObject({
      target: { page: 'release', name: 'shop-api 2.4', channel: 'C1', checklist: 'preflight' },
      phase: 'before',
      bypass: 'urgent',
      waitMs: 1_800_000,
    });
  });

  it('says everything that is wrong at once', () => {
    const problems = problemsOf({ token: ' ', wait: 'soon', page: 'release' });
    for (const part of [
      '--server is missing',
      '--token is missing',
      'not "soon"',
      'Say which checklist: --run, or --page and --name.',
    ])
      expect(problems).toContain(part);
    expect(problemsOf({ ...complete, page: 'release', name: 'x' })).toContain('not both');
    for (const option of ['channel', 'checklist'])
      expect(problemsOf({ ...complete, [option]: 'C1' })).toContain('not both');
  });

  it('takes no empty value for none, so that an unset variable never asks something else', () => {
    for (const option of ['run', 'page', 'name', 'channel', 'checklist', 'phase', 'bypass', 'wait'] as const)
      expect(problemsOf({ ...complete, [option]: '  ' })).toContain(`--${option} is empty`);
  });

  it('sends the token only to an encrypted address, or to this machine', () => {
    for (const server of ['http://localhost:3000', 'http://127.0.0.1:1', 'http://[::1]:1', 'http://a.localhost'])
      expect(read({ ...complete, server })).toHaveProperty('server', server);
    for (const server of [
      'http://guidepost.example',
      'http://127.0.0.1.example',
      'http://localhost.example',
      'http://10.0.0.1',
    ]) {
      expect(problemsOf({ ...complete, server })).toContain('Use https://');
      expect(read({ ...complete, server }, true)).toHaveProperty('server', server);
    }
    for (const server of [
      'guidepost.example',
      'ftp://x',
      'https://u:p@x.example',
      'https://x.example/?a',
      'https://x.example/#a',
    ])
      expect(problemsOf({ ...complete, server })).toContain('--server');
    expect(read({ ...complete, server: 'https://x.example/guidepost//' })).toHaveProperty(
      'server',
      'https://x.example/guidepost',
    );
  });

  it('does not print a token that cannot be sent', () => {
    const problems = problemsOf({ ...complete, token: 'gp_secret\nx' });
    expect(problems).toContain('--token has blanks');
    expect(problems).not.toContain('secret');
  });
});

describe('a waiting time', () => {
  it('has hours, minutes and seconds', () => {
    expect(['90s', '30m', '1h30m', '1 h 5 min', '24h'].map(durationMs)).toEqual([
      ...[90_000, 1_800_000, 5_400_000, 3_900_000, 86_400_000],
    ]);
    for (const text of ['', '0m', '30', '1d', '25h', '-5m', '5m30', '1.5h', 'm', '99999999h'])
      expect(durationMs(text)).toBeUndefined();
  });

  it('is never longer than a day, whatever is written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,6}h\d{0,6}m\d{0,6}s$/)), (text) => {
        const ms = durationMs(text);
        if (ms === undefined) return;
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});
