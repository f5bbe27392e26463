import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskStore } from '../../src/playground/page/desk-store.js';
import type { Desk, Message } from '../../src/playground/page/protocol.js';
import { watchDesk } from '../../src/playground/watch-desk.js';

function message(ts: string, text: string): Message {
  return {
    channel: 'C1',
    ts,
    author: { kind: 'app', id: 'B1', name: 'guidepost' },
    text,
    blocks: [],
  };
}
function desk(messages: readonly Message[], dialogs: Desk['dialogs'] = []): Desk {
  return {
    team: { name: 'Team', domain: 'team' },
    app: {
      name: 'Guidepost',
      botUserId: 'U0',
      tabs: { homeTab: true, messagesTab: true, messagesReadOnly: false },
    },
    person: 'U1',
    people: [{ id: 'U1', name: 'ada', realName: 'Ada' }],
    channels: [
      { id: 'C1', name: 'general', kind: 'public', members: [], unread: { count: 0, mentions: 0, since: null } },
    ],
    commands: [],
    shortcuts: [],
    suggestions: [],
    messages,
    dialogs,
    home: null,
    troubles: [],
    sockets: 0,
    inputs: {},
  };
}

describe('changes of a desk', () => {
  it('brings a window to the same desk as the server’s, whatever is posted, edited and deleted', () => {
    const states = fc.array(
      fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 8 }), text: fc.constantFrom('a', 'b', 'c') }), {
        selector: ({ number }) => number,
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(states, (list) => {
        const compare = watchDesk();
        const store = deskStore();
        for (const entries of list) {
          const sorted = [...entries].sort((a, b) => a.number - b.number);
          const wanted = desk(sorted.map(({ number, text }) => message(`${number}.000000`, text)));
          const change = compare(wanted);
          if (change) store.apply(JSON.parse(JSON.stringify(change)));
          expect(store.desk).toEqual(wanted);
        }
      }),
    );
  });

  it('says nothing where nothing changed, and only what did', () => {
    const compare = watchDesk();
    expect(compare(desk([message('1.0', 'a')]))?.rest?.person).toBe('U1');
    expect(compare(desk([message('1.0', 'a')]))).toBeUndefined();
    expect(compare(desk([message('1.0', 'b')]))).toEqual({ changed: [message('1.0', 'b')] });
    const dialog = { id: 'V1', blocks: [], hash: 'h', isSubmitDisabled: false, errors: {} };
    expect(compare(desk([], [dialog]))).toEqual({ gone: ['C1/1.0'], rest: { dialogs: [dialog] } });
  });
});
