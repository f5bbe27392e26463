import { type Command, type Io, UsageError } from '../args.js';
import { createGateClient, type Reply } from '../gate/client.js';
import { type GateOption, readQuestion } from '../gate/question.js';
import { replyLine, replyText } from '../gate/text.js';
import { exitCodeOf, waitForGate } from '../gate/wait.js';
import { columns } from '../text/terminal.js';

export const gate: Command = {
  name: 'gate',
  summary: 'ask a running Guidepost whether a checklist is done, or wait for it',
  details: [
    'For a pipeline: guidepost gate --page release --name "shop-api 2.4" --phase before --wait 30m && ./deploy.sh',
    'GUIDEPOST_TOKEN has the token, made with guidepost token create. It is sent to that server only, and no redirect is followed.',
    '',
    'The exit code is 0 if the checklist is complete, or if somebody opened the gate; never otherwise:',
    '  2  open: items are open, and they are listed by phase',
    '  3  unknown: there is no such run or phase, or the token may not see it',
    '  4  not reached: no valid answer from the server in time',
    '  5  not allowed: the token is missing there, revoked, or may not do this',
    '  1  anything else, such as a wrong command line',
    '',
    'With --wait it asks again every 5 s while items are open, while the server cannot be reached, and while no run has the name yet. When the time is',
    'over, it exits with the code of the last answer. If several runs have the name, it is the newest open one, and the output says which.',
  ].join('\n'),
  options: {
    server: { value: 'URL', description: 'the address of Guidepost; GUIDEPOST_SERVER is the default' },
    run: { value: 'ID', description: 'the run, by its id' },
    page: { value: 'PAGE', description: 'the page of the checklist, such as release, together with --name' },
    name: { value: 'NAME', description: 'what the run is called, such as "shop-api 2.4"' },
    channel: { value: 'ID', description: 'only runs in this channel' },
    checklist: { value: 'ID', description: 'only runs of this checklist, where the page has several' },
    phase: { value: 'PHASE', description: 'only this phase decides, by its id or title' },
    wait: { value: 'TIME', description: 'wait up to this long, such as 30m or 1h30m' },
    bypass: { value: 'REASON', description: 'open the gate if items are open; the token must be allowed to' },
    json: { description: 'print the answer as JSON; progress goes to standard error' },
    'allow-http': { description: 'send the token to a server without encryption' },
  },
  usageCode: 1,
  run: async ({ has, operands, value }, io) => {
    if (operands.length > 0)
      throw new UsageError('gate takes only options, as in: guidepost gate --page release --name "shop-api 2.4"');
    const options: readonly GateOption[] = ['run', 'page', 'name', 'channel', 'checklist', 'phase', 'wait', 'bypass'];
    const question = readQuestion(
      {
        ...Object.fromEntries(options.map((option) => [option, value(option)])),
        server: value('server') ?? io.env.GUIDEPOST_SERVER,
        token: io.env.GUIDEPOST_TOKEN,
      },
      { written, allowHttp: has('allow-http') },
    );
    if ('problems' in question) throw new UsageError(question.problems.join('\n'));
    const progress = showProgress(io, has('json'));
    const reply = await waitForGate(createGateClient(question), {
      waitMs: question.waitMs,
      ...(question.waitMs > 0 && { onReply: progress.show }),
    });
    progress.end();
    const code = exitCodeOf(reply);
    if (has('json')) io.out(`${JSON.stringify(toJson(reply, code), null, 2)}\n`);
    else if (reply.kind === 'gate') io.out(`${replyText(reply)}\n`);
    else io.err(`${replyText(reply)}\n`);
    return code;
  },
};

function written(option: GateOption): string {
  if (option === 'token') return 'GUIDEPOST_TOKEN';
  return option === 'server' ? '--server (or GUIDEPOST_SERVER)' : `--${option}`;
}

function toJson(reply: Reply, exitCode: number): object {
  if (reply.kind !== 'gate') return { state: reply.kind, exitCode, detail: reply.detail };
  return { ...reply.gate, exitCode, ...(reply.note !== undefined && { note: reply.note }) };
}

interface Progress {
  readonly show: (reply: Reply, leftMs: number) => void;
  readonly end: () => void;
}

const CLEAR_LINE = '\r\u001B[2K';

/** On a terminal one line that is written over; elsewhere a line for each change. */
function showProgress({ err, out, terminal }: Io, isJson: boolean): Progress {
  if (terminal === undefined || isJson) {
    const write = isJson ? err : out;
    let last: string | undefined;
    return {
      show: (reply) => {
        const line = replyLine(reply);
        if (line !== last) write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
        last = line;
      },
      end: () => {},
    };
  }
  let isShown = false;
  return {
    show: (reply, leftMs) => {
      const line = `${minutesLeft(leftMs)} left. ${replyLine(reply)}`;
      out(`${CLEAR_LINE}${fitted(line, terminal.columns - 1)}`);
      isShown = true;
    },
    end: () => {
      if (isShown) out(CLEAR_LINE);
    },
  };
}

function minutesLeft(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.ceil(ms / 60_000)} min`;
}

function fitted(line: string, width: number): string {
  return columns(line) <= width ? line : `${[...line].slice(0, Math.max(0, width - 1)).join('')}…`;
}
