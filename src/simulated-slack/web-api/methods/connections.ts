import type { ApiMethod } from '../api-method.js';

/** Socket Mode. @param address a new address for one connection */
export function connectionMethods(address: () => string): Record<string, ApiMethod> {
  return {
    'apps.connections.open': { token: 'app', required: {}, optional: {}, run: () => ({ url: address() }) },
  };
}
