import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createInstallations, type Installation } from '../../src/workspaces/installations.js';
import { anInstallation } from './an-installation.js';

function scene() {
  const rows = new Map<string, Installation>();
  const asked: string[] = [];
  let now = 0;
  let away = false;
  const find = async (id: string) => {
    asked.push(id);
    if (away) throw new Error('The database is away');
    return rows.get(id);
  };
  return {
    installations: createInstallations({ find }, () => now),
    asked,
    rows,
    later: (ms: number) => {
      now += ms;
    },
    lose: (isAway: boolean) => {
      away = isAway;
    },
  };
}

afterEach(() => void jest.restoreAllMocks());

describe('the cache of installations', () => {
  it('does not look at the machine’s clock, which may be set back', async () => {
    const clock = jest.spyOn(Date, 'now');
    const installations = createInstallations({ find: async () => undefined });
    await installations.find('T1');
    installations.known('T1');
    expect(clock).not.toHaveBeenCalled();
  });

  it('asks the store once for any number of calls, and again after five minutes', async () => {
    const { installations, asked, rows, later } = scene();
    rows.set('T1', anInstallation('T1'));
    const found = await Promise.all(Array.from({ length: 50 }, () => installations.find('T1')));
    expect(new Set(found)).toEqual(new Set([anInstallation('T1')]));
    expect(installations.known('T1')?.installation?.id).toBe('T1');
    expect(asked).toEqual(['T1']);
    later(5 * 60_000);
    expect(installations.known('T1')).toBeUndefined();
    await installations.find('T1');
    expect(asked).toEqual(['T1', 'T1']);
  });

  it('asks again after a token was refused', async () => {
    const { installations, rows } = scene();
    rows.set('T1', anInstallation('T1', 'xoxb-old'));
    await installations.find('T1');
    rows.set('T1', anInstallation('T1', 'xoxb-new'));
    expect((await installations.find('T1'))?.botToken).toBe('xoxb-old');
    installations.forget('T1');
    expect((await installations.find('T1'))?.botToken).toBe('xoxb-new');
  });

  it('asks again soon if there was no installation, since somebody may be installing the app', async () => {
    const { installations, rows, later } = scene();
    expect(await installations.find('T1')).toBeUndefined();
    expect(installations.known('T1')).toEqual({ installation: undefined });
    rows.set('T1', anInstallation('T1'));
    expect(await installations.find('T1')).toBeUndefined();
    later(5_000);
    expect(await installations.find('T1')).toBeDefined();
  });

  it('does not cache failures', async () => {
    const { installations, rows, lose } = scene();
    rows.set('T1', anInstallation('T1'));
    lose(true);
    await expect(installations.find('T1')).rejects.toThrow('The database is away');
    lose(false);
    expect(await installations.find('T1')).toBeDefined();
  });

  it('holds two thousand at most', async () => {
    const { installations, asked } = scene();
    for (let each = 0; each <= 2_000; each += 1) await installations.find(`T${each}`);
    asked.length = 0;
    await installations.find('T2000');
    await installations.find('T0');
    expect(asked).toEqual(['T0']);
  });
});
