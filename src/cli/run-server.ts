import { resolve } from 'node:path';
import type { Io } from './io.js';
import { guideFolder } from './open-guide.js';

/** Runs the server with some settings of the environment replaced; what is undefined stays as it is. */
export async function runServer(
  io: Io,
  { GUIDE_DIR, ...settings }: Readonly<Record<string, string | undefined>>,
  { opened }: { readonly opened?: (url: string) => void } = {},
): Promise<number> {
  // Loaded here: Slack's library and the databases' are not for a command that asks one question.
  const { serve } = await import('../serve.js');
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return await serve({
    environment: { ...io.env, ...Object.fromEntries(given), GUIDE_DIR: resolve(io.cwd, guideFolder(GUIDE_DIR, io)) },
    write: io.out,
    ...(io.logDescriptor !== undefined && { logDescriptor: io.logDescriptor }),
    stopRequested: io.stopRequested(),
    ...(opened && { opened }),
  });
}
