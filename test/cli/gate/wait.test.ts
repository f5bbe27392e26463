import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readGate } from '../../../src/cli/gate/answer.js';
import { createGateClient, type Reply } from '../../../src/cli/gate/client.js';
import type { GateQuestion } from '../../../src/cli/gate/question.js';
import { exitCodeOf, waitForGate } from '../../../src/cli/gate/wait.js';
import { type Answer, aCompleteGate, anOpenGate, problem, type StandIn, startStandIn, TOKEN } from './stand-in.js';

let server: StandIn;
beforeEach(async () => {
  server = await startStandIn();
});
afterEach(() => server.stop());

const MINUTE = 60_000;

/** Waits by a clock that only sleeping moves. @returns the exit code, the last reply, and how long each pause was */
async function wait(changes: Partial<GateQuestion> = {}, onSleep: (slept: number) => void = () => {}) {
  const question = { server: server.url, token: TOKEN, target: { run: 'run-1' }, waitMs: 0, ...changes };
  // As a real clock: never a whole number.
  let now = 0.123;
  const pauses: number[] = [];
  const replies: Reply[] = [];
  const reply = await waitForGate(
    createGateClient(question, () => now),
    {
      waitMs: question.waitMs,
      onReply: (each) => replies.push(each),
      clock: {
        now: () => now,
        random: () => 0.5,
        sleep: async (ms) => {
          now += ms + 0.456;
          pauses.push(ms);
          onSleep(pauses.length);
        },
      },
    },
  );
  return { code: exitCodeOf(reply), reply, pauses: pauses.map(Math.round), replies };
}
function detailOf(reply: Reply): string {
  return reply.kind === 'gate' ? '' : reply.detail;
}

describe('asking once', () => {
  it('is complete only for an answer that says so', async () => {
    expect((await wait()).code).toBe(2);
    server.gate = aCompleteGate();
    expect((await wait()).code).toBe(0);
    expect(server.asked.at(-1)).toMatchObject({ method: 'GET', path: '/api/v1/runs/run-1/gate', token: TOKEN });
  });

  it('is never complete for anything else that a server, a proxy or a network can say', async () => {
    const complete = aCompleteGate();
    const cases: readonly [number, Answer][] = [
      [3, problem(404, 'No such run')],
      [5, problem(401, 'Revoked')],
      [5, problem(403, 'Not in this channel')],
      [5, { status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>No</h1>' }],
      [4, { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>No app here</h1>' }],
      [4, problem(503, 'The database is away', { 'retry-after': '5' })],
      [4, problem(500, 'Oh')],
      [4, problem(429, 'Too many', { 'retry-after': '1' })],
      [4, { status: 302, headers: { location: `${server.url}/elsewhere` } }],
      [4, { status: 204 }],
      [4, { status: 200, body: '' }],
      [4, { status: 200, body: '<html>All systems complete</html>' }],
      [4, { status: 200, body: { ...complete, run: { ...complete.run, id: 'run-2' } } }],
      [4, { status: 200, body: { ...complete, state: 'COMPLETE' } }],
      [4, { status: 200, body: { ...complete, phases: undefined } }],
      [4, { status: 200, body: { ...complete, phases: [] } }],
      [4, { status: 200, body: 'null' }],
      [1, problem(400, 'What?')],
      [4, 'drop'],
    ];
    for (const [code, answer] of cases) {
      server.answerNext(answer);
      expect([answer, (await wait()).code]).toEqual([answer, code]);
    }
    expect((await wait({ server: 'http://127.0.0.1:9' })).code).toBe(4);
    expect((await wait({ server: `${server.url}/wrong` })).code).toBe(4);
  });

  it('gives up on a server that does not answer', async () => {
    server.always = 'hang';
    const reply = await createGateClient({ server: server.url, token: TOKEN, target: { run: 'run-1' }, waitMs: 0 }).ask(
      50,
    );
    expect([exitCodeOf(reply), detailOf(reply)]).toEqual([4, expect.stringContaining('no answer within')]);
  });

  it('never sends the token on by a redirect', async () => {
    const other = await startStandIn();
    server.answerNext({ status: 307, headers: { location: `${other.url}/api/v1/runs/run-1/gate` } });
    const { reply } = await wait();
    expect(detailOf(reply)).toContain(`redirect to ${other.url}`);
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  it('asks for one phase, and is unknown for one that the run does not have', async () => {
    server.gate = anOpenGate();
    const [before, after] = anOpenGate().phases;
    if (before && after) server.gate = { ...server.gate, phases: [{ ...before, state: 'complete', open: [] }, after] };
    expect((await wait({ phase: 'Before' })).code).toBe(0);
    expect((await wait({ phase: 'after' })).code).toBe(2);
    expect(server.asked.at(-1)?.path).toBe('/api/v1/runs/run-1/gate?phase=after');
    const { code, reply } = await wait({ phase: 'befor', waitMs: MINUTE });
    expect([code, detailOf(reply)]).toEqual([3, 'This checklist has no such phase.']);
  });

  it('does not believe an answer that contradicts itself', () => {
    const gate = { ...anOpenGate(), state: 'complete' };
    expect(readGate(gate, { run: 'run-1', phase: 'before' })).toBeUndefined();
    const bypass = { by: { id: 'U1', name: 'Ada' }, at: 'now', reason: 'urgent' };
    expect(readGate({ ...gate, bypass }, { run: 'run-1', phase: 'before' })?.bypass).toMatchObject({
      by: 'Ada',
      phase: null,
    });
    expect(readGate({ ...gate, bypass: { by: 'Ada' } }, { run: 'run-1', phase: 'before' })).toBeUndefined();
  });

  it('takes nothing that is not an answer for one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readGate(value, { run: 'run-1' })).toBeUndefined();
      }),
    );
  });
});

describe('a name', () => {
  const target = { page: 'release', name: 'shop-api 2.4 & more', channel: 'C1', checklist: 'preflight' };
  const run = (id: string, state: string) => ({ id, state, startedAt: '2026-11-20T09:00:00.000Z' });

  it('means the newest open run, and says which if there are several', async () => {
    server.runs = [run('c', 'archived'), run('b', 'complete'), run('a', 'open'), run('z', 'open')];
    const { reply } = await wait({ target });
    expect(server.asked.map(({ path }) => path)).toEqual([
      '/api/v1/runs?page=release&name=shop-api+2.4+%26+more&channel=C1&checklist=preflight',
      '/api/v1/runs/a/gate',
    ]);
    expect(reply).toMatchObject({
      note: '4 runs have this name. This is the newest open one: a, started 2026-11-20T09:00:00.000Z.',
    });
    server.runs = [run('c', 'archived'), run('b', 'complete')];
    expect(await wait({ target })).toMatchObject({ reply: { gate: { run: { id: 'b' } } } });
  });

  it('is waited for until somebody starts the run', async () => {
    server.runs = [];
    expect((await wait({ target })).code).toBe(3);
    const late = await wait({ target, waitMs: MINUTE }, (slept) => {
      if (slept === 3) server.runs = [run('run-1', 'open')];
      if (slept === 5) server.gate = aCompleteGate();
    });
    expect([late.code, late.pauses]).toEqual([0, [5_000, 5_000, 5_000, 5_000, 5_000]]);
    server.runs = [];
    expect((await wait({ target, waitMs: MINUTE })).code).toBe(3);
  });

  it('stays with its run while that is not archived, then goes on to the next one', async () => {
    server.runs = [run('old', 'open')];
    const { reply } = await wait({ target, waitMs: 5 * MINUTE }, (slept) => {
      if (slept === 2) server.runs = [run('new', 'open'), run('old', 'open')];
      if (slept === 20) {
        expect(server.asked.at(-1)?.path).toBe('/api/v1/runs/old/gate');
        server.runs = [run('new', 'open'), run('old', 'archived')];
      }
      if (slept === 40) server.gate = aCompleteGate();
    });
    expect(reply).toMatchObject({ kind: 'gate', gate: { state: 'complete', run: { id: 'new' } } });
  });
});

describe('waiting', () => {
  it('goes on over everything that passes, and ends with the last tick', async () => {
    server.answerNext(
      'drop',
      problem(503, 'Away'),
      problem(500, 'Oh'),
      { status: 502, body: '<html>' },
      { status: 200, body: 'deploying' },
    );
    const { code, replies } = await wait({ waitMs: 10 * MINUTE }, (slept) => {
      if (slept === 7) server.gate = aCompleteGate();
    });
    expect(code).toBe(0);
    expect(replies.map(({ kind }) => kind)).toEqual([...Array(5).fill('not-reached'), 'gate', 'gate', 'gate']);
  });

  it('keeps Retry-After, and does not ask again when that is later than its time', async () => {
    server.answerNext(problem(429, 'Slower', { 'retry-after': '40' }), problem(503, 'Away', { 'retry-after': '1' }));
    const { pauses } = await wait({ waitMs: MINUTE });
    expect(pauses.slice(0, 2)).toEqual([40_000, 5_000]);
    server.answerNext(problem(429, 'Slower', { 'retry-after': '61' }));
    expect(await wait({ waitMs: MINUTE })).toMatchObject({ code: 4, pauses: [] });
  });

  it('ends as it was seen last: open, or not reached', async () => {
    expect(await wait({ waitMs: 12_000 })).toMatchObject({ code: 2, pauses: [5_000, 5_000, 1_999] });
    server.always = problem(503, 'Away');
    expect((await wait({ waitMs: MINUTE })).code).toBe(4);
  });

  it('ends at once where waiting cannot help', async () => {
    for (const answer of [
      problem(401, 'Revoked'),
      problem(403, 'No'),
      problem(404, 'No run'),
      { status: 301, headers: { location: '/' } },
    ]) {
      server.answerNext(answer);
      expect((await wait({ waitMs: MINUTE })).pauses).toEqual([]);
    }
    // A token that is revoked in the middle.
    const { code, pauses } = await wait({ waitMs: MINUTE }, () => server.answerNext(problem(401, 'Revoked')));
    expect([code, pauses.length]).toEqual([5, 1]);
  });
});

describe('a bypass', () => {
  it('opens the gate with its reason, once, and only if items are open', async () => {
    const { code, reply } = await wait({ bypass: 'The shop is down', phase: 'before' });
    expect([code, reply]).toMatchObject([0, { gate: { bypass: { reason: 'The shop is down' } } }]);
    expect(server.asked.filter(({ method }) => method === 'POST')).toEqual([
      {
        method: 'POST',
        path: '/api/v1/runs/run-1/bypass',
        token: TOKEN,
        body: { reason: 'The shop is down', phase: 'before' },
      },
    ]);
    server.gate = aCompleteGate();
    expect((await wait({ bypass: 'again' })).code).toBe(0);
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('that is refused or not allowed is never complete, unless the last item was ticked meanwhile', async () => {
    const open = { status: 200, body: anOpenGate() };
    server.answerNext(open, problem(403, 'The token may not bypass.'));
    expect((await wait({ bypass: 'x' })).code).toBe(5);
    server.answerNext(open, problem(422, 'The reason is too long.'));
    expect(await wait({ bypass: 'x' })).toMatchObject({ code: 1, reply: { detail: 'The reason is too long.' } });
    server.answerNext(open, problem(409, 'Nothing is open.'), { status: 200, body: aCompleteGate() });
    expect((await wait({ bypass: 'x' })).code).toBe(0);
  });
});
