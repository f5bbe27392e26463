import type { ApiMethod } from '../api-method.js';

/** Socket Mode. @param address a new address for one connection */
export const connectionMethods = (address: () => string): Record<string, ApiMethod> => ({
  'apps.connections.open': { token: 'app', required: {}, optional: {}, run: () => ({ url: address() }) },
});
