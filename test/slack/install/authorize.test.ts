import { describe, expect, it } from '@jest/globals';
import { createIsInstalled } from '../../../src/slack/install/authorize.js';
import { createInstallations } from '../../../src/workspaces/installations.js';
import { anInstallation } from '../../workspaces/an-installation.js';

function isInstalled(find: (id: string) => Promise<ReturnType<typeof anInstallation> | undefined>) {
  return createIsInstalled(createInstallations({ find }));
}

describe('checking that the app is installed', () => {
  it('depends on the stored installation', async () => {
    const ask = isInstalled(async (id) => (id === 'T1' ? anInstallation(id) : undefined));
    expect([await ask('T1'), await ask('T2'), await ask('T1')]).toEqual([true, false, true]);
  });

  it('assumes that it is if the database fails or is slow, because a question needs no token', async () => {
    const away = isInstalled(async () => {
      throw new Error('The database is away');
    });
    expect(await away('T1')).toBe(true);
    expect(await isInstalled(() => new Promise(() => {}))('T1')).toBe(true);
  });
});
