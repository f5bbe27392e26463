import { readManifest } from '../read-manifest.js';
import { type AppHere, runAppHere } from './run-app-here.js';
import { type RunningWorkspace, startWorkspace } from './start-workspace.js';
import { workspaceFile } from './workspace-file.js';

export interface TryoutOptions extends AppHere {
  /** 0 takes any free port. */
  readonly port: number;
}

export type Tryout = RunningWorkspace;

/** The app with a simulated Slack before it and the playground to use it in, in one process: the very same code as in Slack. */
export async function startTryout({ port, ...app }: TryoutOptions): Promise<Tryout> {
  return startWorkspace({
    file: workspaceFile(app.databaseUrl),
    manifest: await readManifest(),
    port,
    runApp: (access) => runAppHere(app, access),
    logger: app.logger,
  });
}
