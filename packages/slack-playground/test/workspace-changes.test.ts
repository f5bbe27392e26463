import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { workspaceStore } from '../src/page/workspace.js';
import type { Message, WorkspaceView } from '../src/protocol.js';
import { trackWorkspace } from '../src/workspace-view.js';

function message(ts: string, text: string): Message {
  return {
    channel: 'C1',
    ts,
    author: { kind: 'app', id: 'B1', name: 'guidepost' },
    text,
    blocks: [],
  };
}
function workspace(messages: readonly Message[], dialogs: WorkspaceView['dialogs'] = []): WorkspaceView {
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
    faults: [],
    sockets: 0,
    warning: null,
    inputs: {},
  };
}

describe('changes to what a person sees', () => {
  it('give the page the same view as the server, whatever is posted, edited and deleted', () => {
    const states = fc.array(
      fc.uniqueArray(fc.record({ number: fc.integer({ min: 1, max: 8 }), text: fc.constantFrom('a', 'b', 'c') }), {
        selector: ({ number }) => number,
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(states, (list) => {
        const compare = trackWorkspace();
        const store = workspaceStore();
        for (const entries of list) {
          const sorted = [...entries].sort((a, b) => a.number - b.number);
          const wanted = workspace(sorted.map(({ number, text }) => message(`${number}.000000`, text)));
          const change = compare(wanted);
          if (change) store.apply(JSON.parse(JSON.stringify(change)));
          expect(store.workspace).toEqual(wanted);
        }
      }),
    );
  });

  it('contain only what changed, and are empty if nothing did', () => {
    const compare = trackWorkspace();
    expect(compare(workspace([message('1.0', 'a')]))?.rest?.person).toBe('U1');
    expect(compare(workspace([message('1.0', 'a')]))).toBeUndefined();
    expect(compare(workspace([message('1.0', 'b')]))).toEqual({ changed: [message('1.0', 'b')] });
    const dialog = { id: 'V1', blocks: [], hash: 'h', isSubmitDisabled: false, errors: {} };
    expect(compare(workspace([], [dialog]))).toEqual({ gone: ['C1/1.0'], rest: { dialogs: [dialog] } });
  });
});
