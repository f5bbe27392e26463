import { scopes, surface } from '../../slack/surface.js';

/** What of the manifest's scopes is not granted; without the optional ones the app still does its main job. */
export function missingScopes(granted: readonly string[]): { required: string[]; optional: string[] } {
  const missing = scopes().filter((scope) => !granted.includes(scope));
  const isOptional = (scope: string): boolean => (surface.optionalScopes as readonly string[]).includes(scope);
  return {
    required: missing.filter((scope) => !isOptional(scope)),
    optional: missing.filter(isOptional),
  };
}
