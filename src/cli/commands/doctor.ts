import { secretsOf } from '../../config/environment.js';
import { examineConfig } from '../../config.js';
import { version } from '../../package-file.js';
import { createScrub } from '../../telemetry/scrub.js';
import { type Command, UsageError } from '../args.js';
import { checkAddress } from '../doctor/address-check.js';
import { type Check, type CheckContext, describeResults, runChecks } from '../doctor/check.js';
import { checkConfiguration, checkDatabase, checkGuide, checkRepository } from '../doctor/local-checks.js';
import { checkHooks, checkMcp } from '../doctor/program-checks.js';
import { askSlack, type SlackReply } from '../doctor/slack-api.js';
import {
  botTokenOf,
  checkAppToken,
  checkClock,
  checkScopes,
  checkSlack,
  checkToken,
  checkWorkspaces,
} from '../doctor/slack-checks.js';
import { counted } from '../text/terminal.js';

const checks: readonly Check[] = [
  checkConfiguration,
  checkRepository,
  checkGuide,
  checkDatabase,
  checkHooks,
  checkMcp,
  checkSlack,
  checkClock,
  checkToken,
  checkScopes,
  checkWorkspaces,
  checkAppToken,
  checkAddress,
];

export const doctor: Command = {
  name: 'doctor',
  summary: 'check everything the app needs, and say what to fix',
  details: [
    'Checks the configuration, the guide and its repository, the database, the outgoing hooks, the MCP server, the clock, the tokens, their scopes, and the connection to Slack.',
    'It uses the same environment and file .env as the server, changes nothing, and shows no secrets.',
    'The exit code is 1 if a check failed; with warnings only, it is 0.',
  ].join('\n'),
  options: {
    json: { description: 'print the results as JSON' },
    url: { value: 'ADDRESS', description: 'the public address of the running app, to call it like Slack does' },
  },
  run: async ({ operands, has, value }, io) => {
    if (operands.length > 0) throw new UsageError('doctor takes only options: its settings come from the environment');
    const { config, problems } = examineConfig(io.env);
    let reply: Promise<SlackReply> | undefined;
    const context: CheckContext = {
      io,
      config,
      problems,
      address: value('url'),
      slack: () => {
        reply ??= askSlack('auth.test', { apiUrl: config.slackApiUrl, token: botTokenOf(context) });
        return reply;
      },
    };
    const scrub = createScrub(secretsOf(io.env));
    const results = (await runChecks(checks, context)).map((result) => ({
      ...result,
      message: scrub(result.message),
      ...(result.fix !== undefined && { fix: scrub(result.fix) }),
    }));
    const failures = results.filter(({ state }) => state === 'failed').length;
    const warnings = results.filter(({ state }) => state === 'warning').length;
    if (has('json')) {
      io.out(`${JSON.stringify({ version: version(), ok: failures === 0, checks: results }, undefined, 2)}\n`);
    } else {
      io.out(`Guidepost ${version()}\n\n${describeResults(results)}\n\n`);
      io.out(
        failures + warnings === 0
          ? 'All checks passed.\n'
          : `${counted(failures, 'check')} failed, ${counted(warnings, 'warning')}.\n`,
      );
    }
    return failures === 0 ? 0 : 1;
  },
};
