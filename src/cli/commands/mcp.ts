import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { secretsOf } from '../../config/environment.js';
import { ConfigError, examineConfig } from '../../config.js';
import { openGuideFeed } from '../../guide-feed.js';
import { createLiveGuide } from '../../live-guide.js';
import { version } from '../../package-file.js';
import { createPageUrl } from '../../slack/block-kit/mrkdwn/render-markdown.js';
import { createLogger } from '../../telemetry/logger.js';
import { createScrub } from '../../telemetry/scrub.js';
import type { Command, Io } from '../args.js';
import { guideOperand, guideOption } from '../open-guide.js';
import { guideVariables } from './serve.js';

export const mcp: Command = {
  name: 'mcp',
  operands: '[DIR]',
  summary: 'serve the guide to an editor, by the Model Context Protocol',
  details: [
    'An editor starts this command and talks to it over standard input and output. It answers from the guide in DIR, in GUIDE_DIR or GUIDE_REPO,',
    'in the folder content, or from the one that comes with Guidepost, and follows changes. Standard error has the log. It has no database, so it',
    'knows of no started checklists. docs/mcp.md says what to write into the settings of an editor.',
  ].join('\n'),
  options: { guide: guideOption },
  run: async (args, io) => {
    const environment = { ...io.env, ...guideVariables(guideOperand('mcp', args), io) };
    const { config, problems } = examineConfig(environment);
    // Settings of the server, such as Slack's, are not needed.
    const own = problems.filter((problem) => problem.startsWith('GUIDE_'));
    if (own.length > 0) throw new ConfigError(own);
    const stopRequested = io.stopRequested();
    const logger = createLogger({
      level: config.logLevel === 'info' ? 'warn' : config.logLevel,
      json: false,
      write: (line) => io.err(`${line}\n`),
      scrub: createScrub(secretsOf(environment)),
    });
    // An editor starts it in a folder of its own work, which is no place for revisions of a guide.
    const clones =
      config.repository && !config.repository.cloneDir ? await mkdtemp(join(tmpdir(), 'guidepost-mcp-')) : undefined;
    const feed = await openGuideFeed({
      config: {
        ...config,
        guideWatch: true,
        ...(config.repository && clones && { repository: { ...config.repository, cloneDir: clones } }),
      },
      environment,
      logger,
      stopRequested,
    });
    const { answers, guide, replace } = createLiveGuide(feed.guide);
    feed.follow({ guide, replaceGuide: replace, reportGuide: () => {} });
    try {
      const { serveStdio } = await import('../../mcp/stdio.js');
      const pageUrl = createPageUrl(config.guideUrl);
      await serveStdio({
        services: { version: version(), answers, guide, pageUrl, mayWrite: false, logger },
        input: io.stdin,
        output: outputOf(io),
        stopRequested,
      });
    } finally {
      await feed.stop();
      if (clones) await rm(clones, { recursive: true, force: true });
    }
    return 0;
  },
};

/** Where whole messages go. A server's log may be dropped when nobody reads it; these may not. */
function outputOf({ logOutput, out }: Io): Writable {
  return (
    logOutput ??
    new Writable({
      write(text, _encoding, done) {
        out(String(text));
        done();
      },
    })
  );
}
