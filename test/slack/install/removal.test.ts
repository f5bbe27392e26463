import { describe, expect, it } from '@jest/globals';
import { readRemoval } from '../../../src/slack/install/removal.js';

const outer = { type: 'event_callback', team_id: 'T1', event_time: 1_234_567_890 };
const uninstalled = { ...outer, event: { type: 'app_uninstalled' } };

describe('reading the event about a removal', () => {
  it('returns the workspace, and the latest time at which it can have happened', () => {
    expect(readRemoval(uninstalled)).toEqual({
      installation: 'T1',
      because: 'app_uninstalled',
      at: new Date(1_234_567_890_999),
    });
  });

  it('returns the organisation if the app was installed in the whole organisation', () => {
    const org = { is_enterprise_install: true, enterprise_id: 'E1', team_id: null };
    expect(readRemoval({ ...uninstalled, authorizations: [org] })?.installation).toBe('E1');
    expect(readRemoval({ ...uninstalled, enterprise_id: 'E1', is_enterprise_install: true })?.installation).toBe('E1');
    expect(readRemoval({ ...uninstalled, enterprise_id: 'E1' })?.installation).toBe('T1');
  });

  it('ignores the tokens of people, and all other events', () => {
    const revoked = (tokens: object) => readRemoval({ ...outer, event: { type: 'tokens_revoked', tokens } });
    expect(revoked({ oauth: ['U1'], bot: ['U0BOT'] })?.because).toBe('tokens_revoked');
    expect(revoked({ oauth: ['U1'], bot: [] })).toBeUndefined();
    expect(revoked({ oauth: ['U1'] })).toBeUndefined();
    expect(readRemoval({ ...outer, event: { type: 'app_home_opened' } })).toBeUndefined();
  });
});
