import { describe, expect, it } from '@jest/globals';
import { readPermalink } from '../src/page/workspace.js';

const general = {
  id: 'C0GENERAL1',
  name: 'general',
  kind: 'public',
  members: [],
  unread: { count: 0, mentions: 0, since: null },
} as const;
const workspace = { team: { name: 'Simulated Team', domain: 'simulated-team' }, channels: [general] };

describe('a link to a message', () => {
  it('opens that message in this workspace', () => {
    const url = 'https://simulated-team.slack.com/archives/C0GENERAL1/p1795198421298000';
    expect(readPermalink(workspace, url)).toEqual({ channel: general, ts: '1795198421.298000' });
  });

  it.each([
    'https://other.slack.com/archives/C0GENERAL1/p1795198421298000',
    'https://simulated-team.slack.com.evil.example/archives/C0GENERAL1/p1795198421298000',
    'https://simulated-team.slack.com/archives/C0SECRET/p1795198421298000',
    'https://simulated-team.slack.com/archives/C0GENERAL1',
    '#/ada/general',
    '',
  ])('is not recognized in %s', (url) => {
    expect(readPermalink(workspace, url)).toBeUndefined();
  });
});
