import type { ApiCall } from '@guidepost/slack-simulator';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listedExchanges, trackExchanges } from '../src/exchanges.js';
import { exchangeStore } from '../src/page/workspace.js';

function call(id: number, durationMs?: number): ApiCall {
  return {
    kind: 'api',
    id,
    at: 1000 + id,
    transport: 'http',
    url: 'http://127.0.0.1:1/api/chat.update',
    headers: {},
    body: '',
    method: 'chat.update',
    args: { channel: 'C1' },
    ...(durationMs !== undefined && { durationMs, status: 200, reply: { ok: true } }),
  };
}

describe('the list of exchanges', () => {
  it('is the same in the page as on the server, whatever begins, ends and is cleared', () => {
    const step = fc.constantFrom('begin', 'end', 'clear');
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 10 }), (rounds) => {
        const compare = trackExchanges();
        const store = exchangeStore();
        let journal: ApiCall[] = [];
        let lastId = 0;
        for (const steps of rounds) {
          for (const one of steps) {
            if (one === 'begin') {
              lastId += 1;
              journal = [...journal, call(lastId)];
            } else if (one === 'end') journal = journal.map(({ id }) => call(id, 7));
            else journal = [];
          }
          const change = compare(journal);
          if (change) store.apply(JSON.parse(JSON.stringify(change)));
          expect(store.exchanges.map(({ id, durationMs }) => [id, durationMs])).toEqual(
            journal.map(({ id, durationMs }) => [id, durationMs]),
          );
        }
      }),
    );
  });

  it('sends nothing if nothing changed, and only the newest exchanges if there are many', () => {
    const compare = trackExchanges();
    const journal = Array.from({ length: listedExchanges + 50 }, (_, index) => call(index + 1, 1));
    expect(
      compare(journal)
        ?.changed.map(({ id }) => id)
        .at(0),
    ).toBe(51);
    expect(compare(journal)).toBeUndefined();
  });

  it('shows Slack’s error code for a refusal with status 200, and “lost” for a missing reply', () => {
    const compare = trackExchanges();
    const refused = { ...call(1, 1), reply: { ok: false, error: 'not_in_channel' } };
    const { status: _status, reply: _reply, ...lost } = call(2, 1);
    expect(compare([refused, lost as ApiCall])?.changed.map(({ problem }) => problem)).toEqual([
      'not_in_channel',
      'reply lost',
    ]);
  });
});
