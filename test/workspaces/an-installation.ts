import type { Installation } from '../../src/workspaces/installations.js';

export function anInstallation(id: string, botToken = `xoxb-of-${id}`): Installation {
  return {
    id,
    isOrg: id.startsWith('E'),
    name: `The team ${id}`,
    appId: 'A1',
    botToken,
    botUserId: 'U0BOT',
    scopes: ['commands', 'chat:write'],
    installedBy: 'U1',
  };
}
