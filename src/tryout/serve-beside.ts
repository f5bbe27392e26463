import type { Environment } from '../config/environment.js';
import { readConfig } from '../config.js';
import { explainError } from '../explain-error.js';
import { readManifest } from '../read-manifest.js';
import { type ServeOptions, whenAborted } from '../serve.js';
import { createLogger } from '../telemetry/logger.js';
import { runAppBeside } from './run-app-beside.js';
import { type RunningWorkspace, startWorkspace } from './start-workspace.js';
import { workspaceFile } from './workspace-file.js';

export interface BesideOptions extends ServeOptions {
  /** Starts the app, as a shell runs it. */
  readonly command: string;
  /** Over Socket Mode instead of HTTP. */
  readonly overSocket: boolean;
  /** Files and folders that the app is made of. */
  readonly watch: readonly string[];
  /** The guide's folder, where the app is Guidepost and reads it again by itself. */
  readonly reads: readonly string[];
  /** The app's manifest; that of Guidepost where none is named. */
  readonly manifest?: string;
}

/**
 * Runs the playground before an app in a process of its own, which is started again when its files change. The conversation goes on.
 * @returns the process's exit code: 0 after a clean stop, 1 with an explanation where it cannot run
 */
export async function serveBeside(options: BesideOptions): Promise<number> {
  const { environment, write, stopRequested, opened, command, overSocket, watch, reads, manifest } = options;
  const say = (line: string): void => write(`${line}\n`);
  try {
    const { database, port, logLevel } = readConfig(environment);
    const logger = createLogger({ level: logLevel, json: false, write: say });
    let running: RunningWorkspace | undefined;
    // What people look at shows the change by itself.
    const onChanged = (): void => void running?.slack.askAgain();
    const workspace = await startWorkspace({
      file: workspaceFile(database.url),
      manifest: await readManifest(manifest),
      port,
      waitsForApp: true,
      logger,
      runApp: (access) =>
        runAppBeside(
          {
            command,
            overSocket,
            watch,
            reads,
            environment: appSettings(environment),
            databaseUrl: database.url,
            logger,
            onChanged,
          },
          access,
        ),
    });
    running = workspace;
    say(`Playground: ${workspace.url} with ${command}. Stop it with Ctrl+C.`);
    opened?.(workspace.url);
    await whenAborted(stopRequested);
    await workspace.stop();
    return 0;
  } catch (error) {
    say(explainError(error));
    return 1;
  }
}

/** The page's port is not the app's. */
function appSettings({ PORT: _port, ...environment }: Environment): Environment {
  return environment;
}
