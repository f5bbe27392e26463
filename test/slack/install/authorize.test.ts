import { describe, expect, it } from '@jest/globals';
import { createIsInstalled } from '../../../src/slack/install/authorize.js';
import { createInstallations } from '../../../src/workspaces/installations.js';
import { anInstallation } from '../../workspaces/an-installation.js';

function isInstalled(find: (id: string) => Promise<ReturnType<typeof anInstallation> | undefined>) {
  return createIsInstalled(createInstallations({ find }));
}

describe('whether the app is installed', () => {
  it('is told by what is on record', async () => {
    const ask = isInstalled(async (id) => (id === 'T1' ? anInstallation(id) : undefined));
    expect([await ask('T1'), await ask('T2'), await ask('T1')]).toEqual([true, false, true]);
  });

  it('is taken for granted where the record cannot be read, or not in time: a question needs no token', async () => {
    const away = isInstalled(async () => {
      throw new Error('The database is away');
    });
    expect(await away('T1')).toBe(true);
    expect(await isInstalled(() => new Promise(() => {}))('T1')).toBe(true);
  });
});
