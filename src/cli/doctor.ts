import { secretsOf } from '../config/environment.js';
import { examineConfig } from '../config.js';
import { version } from '../package-file.js';
import { createScrub } from '../telemetry/scrub.js';
import type { Command } from './command.js';
import { askSlack, type SlackReply } from './doctor/ask-slack.js';
import { botTokenOf } from './doctor/bot-token-of.js';
import type { Check, Patient } from './doctor/check.js';
import { checkAddress } from './doctor/check-address.js';
import { checkAppToken } from './doctor/check-app-token.js';
import { checkClock } from './doctor/check-clock.js';
import { checkConfiguration } from './doctor/check-configuration.js';
import { checkDatabase } from './doctor/check-database.js';
import { checkGuide } from './doctor/check-guide.js';
import { checkScopes } from './doctor/check-scopes.js';
import { checkSlack } from './doctor/check-slack.js';
import { checkToken } from './doctor/check-token.js';
import { checkWorkspaces } from './doctor/check-workspaces.js';
import { describeResults } from './doctor/describe-results.js';
import { runChecks } from './doctor/run-checks.js';
import { counted } from './text/counted.js';
import { UsageError } from './usage-error.js';

const checks: readonly Check[] = [
  checkConfiguration,
  checkGuide,
  checkDatabase,
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
  summary: 'look at everything that the app needs, and say what to mend',
  details: [
    'Looks at the configuration, the guide, the database, the clock, the tokens, their scopes, and whether Slack can be reached.',
    'It reads the same environment and the same file .env as the server, changes nothing, and shows no secret.',
    'The exit code is 1 where something failed; a warning leaves it 0.',
  ].join('\n'),
  options: {
    json: { description: 'print the results as JSON' },
    url: { value: 'ADDRESS', description: 'where the running app is to be reached: try it as Slack does' },
  },
  run: async ({ operands, has, value }, io) => {
    if (operands.length > 0) throw new UsageError('doctor takes options only: what it looks at is in the environment');
    const { config, problems } = examineConfig(io.env);
    let reply: Promise<SlackReply> | undefined;
    const patient: Patient = {
      io,
      config,
      problems,
      address: value('url'),
      slack: () => {
        reply ??= askSlack('auth.test', { apiUrl: config.slackApiUrl, token: botTokenOf(patient) });
        return reply;
      },
    };
    const scrub = createScrub(secretsOf(io.env));
    const results = (await runChecks(checks, patient)).map((result) => ({
      ...result,
      says: scrub(result.says),
      ...(result.todo !== undefined && { todo: scrub(result.todo) }),
    }));
    const failures = results.filter(({ state }) => state === 'failed').length;
    const warnings = results.filter(({ state }) => state === 'warning').length;
    if (has('json')) {
      io.out(`${JSON.stringify({ version: version(), ok: failures === 0, checks: results }, undefined, 2)}\n`);
    } else {
      io.out(`Guidepost ${version()}\n\n${describeResults(results)}\n\n`);
      io.out(
        failures + warnings === 0
          ? 'All is well.\n'
          : `${counted(failures, 'check')} failed, ${counted(warnings, 'warning')}.\n`,
      );
    }
    return failures === 0 ? 0 : 1;
  },
};
