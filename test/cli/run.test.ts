import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/run.js';
import { runInProcess } from './run-in-process.js';

function run(...args: string[]) {
  return runInProcess(args);
}

describe('the command line', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('shows all commands for %j', async (args) => {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(out).toContain(`  ${name.padEnd(12)}  ${summary}`);
  });

  it.each(commands.map((command) => [command.name]))('shows help for %s, with help or --help', async (name) => {
    const { code, out } = await run('help', name);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: guidepost ${name} [OPTIONS]`);
    expect(await run(name, '--help')).toEqual({ code, out, err: '' });
  });

  it('shows its version', async () => {
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['aks', 'x'], 'there is no command aks; did you mean ask?'],
    [['xyzzy'], 'there is no command xyzzy; guidepost help lists all commands'],
    [['help', 'chekc'], 'there is no command chekc; did you mean check?'],
    [['--versoin'], 'there is no option --versoin; did you mean --version?'],
    [['check', '--stict'], 'check has no option --stict; did you mean --strict?'],
    [['ask', '--jsnl'], 'ask has no option --jsnl; did you mean --json'],
    [['ask', '-v'], 'ask has no option -v; guidepost help ask lists its options'],
    [['ask', '--guide'], '--guide needs a value: --guide DIR'],
    [['ask', '--guide', '--json', 'x'], '--guide needs a value: --guide DIR'],
    [['ask', '--json=yes', 'x'], '--json takes no value'],
    [['ask'], 'ask needs a question'],
    [['ask', '--jsonl', 'x'], '--jsonl reads the questions from standard input'],
    [['check', 'a', 'b'], 'check takes one folder'],
    [['evaluate'], 'evaluate needs one file'],
    [['migrate', 'now'], 'migrate takes no arguments'],
    [['serve', 'a', 'b'], 'serve takes one folder'],
    [['playground', 'a', '--guide', 'b'], 'playground takes one folder'],
    [['playground', '--watch', 'src'], '--watch needs --app'],
  ])('refuses %j and says what to write instead', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`guidepost: ${message}`);
  });

  it('reads everything after -- as the question, including dashes', async () => {
    const { code, out } = await run('ask', '--', '--help', 'me', 'deploy');
    expect(code).toBe(0);
    expect(out).toContain('Deployment');
  });
});
