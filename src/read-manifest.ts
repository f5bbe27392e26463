import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { packageFile } from './package-file.js';

/** What the app's manifest tells Slack of it, as far as the playground and the checks need it. */
export interface Manifest {
  readonly commands: readonly { readonly command: string; readonly usageHint: string; readonly description: string }[];
  readonly scopes: string[];
}

/** Reads `manifest.yml` of the package. */
export const readManifest = async (): Promise<Manifest> => {
  const manifest = parse(await readFile(packageFile('manifest.yml'), 'utf8'));
  return {
    commands: manifest.features.slash_commands.map(
      (each: { command: string; usage_hint?: string; description: string }) => ({
        command: each.command,
        usageHint: each.usage_hint ?? '',
        description: each.description,
      }),
    ),
    scopes: manifest.oauth_config.scopes.bot,
  };
};
