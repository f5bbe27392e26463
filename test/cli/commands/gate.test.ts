import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { itLong } from '../../long-tests.js';
import { aCompleteGate, anOpenGate, problem, type StandIn, startStandIn, TOKEN } from '../gate/stand-in.js';
import { runInProcess } from '../run-in-process.js';

let server: StandIn;
beforeEach(async () => {
  server = await startStandIn();
});
afterEach(() => server.stop());

function gate(args: readonly string[] = ['--run', 'run-1'], env: Record<string, string> = {}) {
  return runInProcess(['gate', ...args], {
    env: { GUIDEPOST_SERVER: server.url, GUIDEPOST_TOKEN: TOKEN, ...env },
  });
}

describe('guidepost gate', () => {
  it('lists what is open by phase, and exits with 2', async () => {
    const { code, err, out } = await gate();
    expect([code, err]).toEqual([2, '']);
    expect(out).toBe(
      [
        'open: shop-api 2.4 (Release)  https://slack.example/p1',
        '  Before: 1 item open',
        '    - Send the notes',
        '  After: 1 item open',
        '    - Watch the errors',
        '',
      ].join('\n'),
    );
  });

  it('exits with 0 when it is complete, and says who opened it', async () => {
    server.gate = aCompleteGate();
    expect(await gate(['--page', 'release', '--name', 'shop-api 2.4'])).toMatchObject({ code: 0, err: '' });
    server.gate = anOpenGate();
    const { code, out } = await gate(['--run', 'run-1', '--bypass', 'The shop is down']);
    expect(code).toBe(0);
    expect(out).toContain('ci opened the gate at 2026-11-20T10:00:00.000Z: The shop is down');
    expect(out).toContain('- Send the notes');
  });

  it('says on standard error why there is no answer', async () => {
    server.answerNext(problem(401, 'This token was revoked.'));
    expect(await gate()).toMatchObject({ code: 5, out: '', err: 'not allowed: This token was revoked.\n' });
    expect(await gate(['--run', 'run-9'])).toMatchObject({
      code: 3,
      err: 'unknown: There is no run run-9, or the token may not see it.\n',
    });
    const gone = await gate(['--run', 'run-1', '--server', 'http://localhost:9']);
    expect(gone).toMatchObject({ code: 4, err: expect.stringContaining('not reached: http://localhost:9') });
  });

  it('prints JSON that says the same', async () => {
    const { code, out } = await gate(['--run', 'run-1', '--json']);
    expect([code, JSON.parse(out)]).toEqual([2, { ...anOpenGate(), exitCode: 2 }]);
    const unknown = await gate(['--run', 'run-9', '--json']);
    expect(JSON.parse(unknown.out)).toMatchObject({ state: 'unknown', exitCode: 3 });
  });

  it('exits with 1 for a wrong command line, because 2 says that items are open', async () => {
    for (const [args, env, said] of [
      [['--run', 'x', '--page', 'release'], {}, 'not both'],
      [[], {}, 'Say which checklist'],
      [['--run', 'x'], { GUIDEPOST_TOKEN: '' }, 'GUIDEPOST_TOKEN is missing'],
      [['--run', 'x'], { GUIDEPOST_SERVER: '' }, '--server (or GUIDEPOST_SERVER) is missing'],
      [['--run', 'x', '--server', 'http://guidepost.example'], {}, 'Use https://'],
      [['--run', 'x', '--wait', 'long'], {}, '--wait is a time'],
      [['--run', 'x', '--phase='], {}, '--phase needs a value'],
      [['--run', 'x', '--phases', 'before'], {}, 'did you mean --phase?'],
      [['x'], {}, 'takes only options'],
    ] as [string[], Record<string, string>, string][]) {
      const { code, err } = await gate(args, env);
      expect([args, code, err]).toEqual([args, 1, expect.stringContaining(said)]);
    }
    expect(server.asked).toEqual([]);
  });

  it('writes nothing of a title that moves a cursor or is a command to GitHub', async () => {
    const [before, after] = anOpenGate().phases;
    const nasty = '\u001B[2J\n::set-env::x ##[error]';
    if (before && after)
      server.gate = anOpenGate({ phases: [{ ...before, open: [{ id: 'x', title: nasty }] }, after] });
    const { out } = await gate();
    expect(out).not.toContain('\u001B');
    expect(out).not.toMatch(/^::|##\[/m);
    expect(out).toContain('    - [2J ::set-env::x # #[error]\n');
  });

  itLong('waits, with a line for each change where there is no terminal', async () => {
    server.answerNext(problem(503, 'The database is away.'), problem(503, 'The database is away.'));
    const waiting = gate(['--run', 'run-1', '--wait', '60s']);
    const opened = setInterval(() => {
      if (server.asked.length >= 3) server.gate = aCompleteGate();
    }, 100);
    const { code, out } = await waiting;
    clearInterval(opened);
    expect(code).toBe(0);
    expect(out.replace(/^\d\d:\d\d:\d\d /gm, '')).toBe(
      [
        `not reached: ${server.url} answers with status 503. The database is away.`,
        'open: Before 1 item (Send the notes), After 1 item (Watch the errors)',
        'complete: shop-api 2.4 (Release)',
        'complete: shop-api 2.4 (Release)  https://slack.example/p1',
        '  Before: complete',
        '  After: complete',
        '',
      ].join('\n'),
    );
  });

  it('waits on a terminal in one line', async () => {
    server.answerNext({ status: 200, body: anOpenGate() });
    server.gate = aCompleteGate();
    const { out } = await runInProcess(['gate', '--run', 'run-1', '--wait', '30s'], {
      env: { GUIDEPOST_SERVER: server.url, GUIDEPOST_TOKEN: TOKEN },
      columns: 40,
    });
    const shown = out.split('\r\u001B[2K');
    expect(shown[1]).toBe('30 s left. open: Before 1 item (Send t…');
    expect(shown.at(-1)).toMatch(/^complete: shop-api/);
  });
});
