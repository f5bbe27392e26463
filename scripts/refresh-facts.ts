// npm run facts [-- FILE] [-- --write]: asks endoflife.date, PyPI and GitHub about the facts that say where to ask (`from:`), and shows what has changed. With
// --write it writes the new values, and the day on which it asked, into the file; comments and order stay.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { dayOf, daysBetween } from '../src/guide/dates.js';
import { readFactSource, readFacts } from '../src/guide/facts.js';
import { formatProblem, isError } from '../src/guide/problem.js';
import { ADDRESSES, type Addresses, askSource } from './facts/ask.js';
import { restate } from './facts/restate.js';

export interface Refreshed {
  /** The file with what has changed. */
  readonly text: string;
  /** What to tell people, a line for each fact that has changed or could not be asked about. */
  readonly report: readonly string[];
  /** Facts that a source answered about. */
  readonly answered: number;
  readonly changed: number;
  /** Facts whose sources could not be reached, or did not know. */
  readonly failed: number;
}

/** A source that says the same again is noted once a month, so that not every week changes every date. */
const NOTE_AFTER_DAYS = 28;

/** Asks about each fact that says where, one after the other: the sources are free. @throws Error if the file cannot be read */
export async function refreshFacts(
  text: string,
  { today, addresses = ADDRESSES, githubToken }: { today: string; addresses?: Addresses; githubToken?: string },
): Promise<Refreshed> {
  const { facts, problems } = readFacts({ file: 'facts.yml', text });
  const [error] = problems.filter(isError);
  if (error !== undefined) throw new Error(formatProblem(error));
  const places = placesIn(text);
  const edits: Edit[] = [];
  const report: string[] = [];
  const counts = { answered: 0, changed: 0, failed: 0 };
  for (const { name, value, from, checked } of facts) {
    const source = from && readFactSource(from.text);
    const place = places.get(name);
    if (source === undefined || place === undefined) continue;
    const asked = await askSource(source, addresses, githubToken);
    if (asked.kind !== 'answer') {
      counts.failed += 1;
      report.push(`? ${name}: ${asked.reason}`);
      continue;
    }
    counts.answered += 1;
    const now = restate(value, asked.text, today);
    if (now === undefined) {
      counts.failed += 1;
      report.push(
        `? ${name}: ${from?.text} says "${asked.text}", which is older or has no place in "${value}". Look at it yourself.`,
      );
      continue;
    }
    if (now !== value) {
      counts.changed += 1;
      report.push(`- ${name}: ${value}`, `+ ${name}: ${now}`);
      edits.push({ ...place.value, text: JSON.stringify(now) });
    }
    const isOld = checked !== undefined && daysBetween(checked.text, today) > NOTE_AFTER_DAYS;
    if (place.checked && checked?.text !== today && (now !== value || isOld))
      edits.push({ ...place.checked, text: JSON.stringify(today) });
  }
  return { text: applied(text, edits), report, ...counts };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Edit extends Range {
  readonly text: string;
}

/** Where the value and the day of each fact stand. */
function placesIn(text: string): Map<string, { value: Range; checked?: Range }> {
  const places = new Map<string, { value: Range; checked?: Range }>();
  const root = parseDocument(text, { schema: 'failsafe' }).contents;
  if (!isMap(root)) return places;
  for (const { key, value: fact } of root.items) {
    if (!isScalar(key) || !isMap(fact)) continue;
    const [value, checked] = ['value', 'checked'].map((field) => rangeOf(fact, field));
    if (value) places.set(String(key.value), { value, ...(checked && { checked }) });
  }
  return places;
}

function rangeOf(fact: YAMLMap, field: string): Range | undefined {
  const node = fact.get(field, true) as Scalar | undefined;
  if (!isScalar(node) || !node.range) return undefined;
  const [start, end] = node.range;
  return { start, end };
}

/** From the end, so that places before an edit stay where they are. */
function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, text: next }) => done.slice(0, start) + next + done.slice(end), text);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const file = args.find((arg) => !arg.startsWith('-')) ?? 'content/facts.yml';
  const before = readFileSync(file, 'utf8');
  const githubToken = process.env.GITHUB_TOKEN;
  const today = dayOf(new Date());
  const { text, report, answered, changed, failed } = await refreshFacts(before, {
    today,
    ...(githubToken && { githubToken }),
  });
  for (const line of report) say(line);
  if (answered === 0 && failed > 0) {
    console.error('No source answered, so nothing was changed. Is there a network? The facts stay as they are.');
    return 1;
  }
  say(`${answered} facts asked about, ${changed} changed, ${failed} to look at.`);
  if (text === before) return 0;
  if (args.includes('--write')) writeFileSync(file, text);
  else say(`Nothing was written. Add --write to change ${file}.`);
  return 0;
}

if (process.argv[1]?.endsWith('refresh-facts.js')) process.exit(await main(process.argv.slice(2)));
