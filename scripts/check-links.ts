// npm run links [-- DIR]: asks for every web address that the guide names, in its text, its next steps, its sources and its facts, and lists those that are gone.
// Hosts that refuse programs are no error: people who read the list look at them.
import { setTimeout as sleep } from 'node:timers/promises';
import { readFacts } from '../src/guide/facts.js';
import { loadGuide } from '../src/guide/load.js';
import type { Guide } from '../src/guide/page.js';
import { walkTree } from '../src/guide/parse/tree.js';
import { readFolder } from '../src/guide/read-folder.js';

export interface LinkResult {
  readonly url: string;
  /** `gone`: the host says that there is nothing, or there is no such host. `unsure`: it refuses, is slow, or fails. */
  readonly state: 'fine' | 'gone' | 'unsure';
  readonly reason?: string;
}

const HOSTS_AT_ONCE = 8;
/** Between two questions to one host. */
const PAUSE_MS = 300;
const TIMEOUT_MS = 20_000;
const HEADERS = { 'user-agent': 'guidepost-check-links (+https://github.com/guidepost-app/guidepost)' };

/** The web addresses of a guide, each once, with the files that name it. Those of examples are left out: nobody answers there. */
export function linksOf(
  { pages }: Pick<Guide, 'pages'>,
  facts: readonly { readonly source?: string }[] = [],
): Map<string, Set<string>> {
  const links = new Map<string, Set<string>>();
  const add = (url: string, file: string): void => {
    const [bare = ''] = url.split('#');
    if (!/^https?:\/\//i.test(bare) || !URL.canParse(bare) || isExample(new URL(bare))) return;
    links.set(bare, (links.get(bare) ?? new Set()).add(file));
  };
  for (const { file, sections, sources, nextSteps } of pages) {
    for (const node of sections.flatMap(({ content }) => content))
      for (const each of walkTree(node)) if (each.type === 'link') add(each.url, file);
    for (const { url } of sources) add(url, file);
    for (const { to } of nextSteps) if (to.kind === 'outside') add(to.url, file);
  }
  for (const { source = '' } of facts) add(source.split(' ')[0] ?? '', 'facts.yml');
  return links;
}

function isExample({ hostname }: URL): boolean {
  return /(?:^|\.)(?:example\.(?:com|org|net)|localhost|example|test|invalid)$|^\d+(?:\.\d+){3}$/.test(hostname);
}

/** Asks for each address once: several hosts at the same time, one address of a host after the other. */
export async function checkLinks(urls: Iterable<string>, pauseMs = PAUSE_MS): Promise<LinkResult[]> {
  const hosts = new Map<string, string[]>();
  for (const url of urls) {
    const { host } = new URL(url);
    hosts.set(host, [...(hosts.get(host) ?? []), url]);
  }
  const queue = [...hosts.values()];
  const results: LinkResult[] = [];
  const work = async (): Promise<void> => {
    for (let host = queue.shift(); host !== undefined; host = queue.shift()) {
      for (const [index, url] of host.entries()) {
        if (index > 0) await sleep(pauseMs);
        results.push(await checkLink(url));
      }
    }
  };
  await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, work));
  return results.sort((a, b) => (a.url < b.url ? -1 : 1));
}

async function checkLink(url: string): Promise<LinkResult> {
  try {
    let { status } = await ask(url, 'HEAD');
    // Some servers know only GET.
    if (status >= 400) ({ status } = await ask(url, 'GET'));
    if (status < 400) return { url, state: 'fine' };
    return { url, state: status === 404 || status === 410 ? 'gone' : 'unsure', reason: `${status}` };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const isNoHost = (cause as { code?: string } | undefined)?.code === 'ENOTFOUND';
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { url, state: isNoHost ? 'gone' : 'unsure', reason };
  }
}

async function ask(url: string, method: 'GET' | 'HEAD'): Promise<{ status: number }> {
  const response = await fetch(url, { method, headers: HEADERS, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  return { status: response.status };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main([folder = 'content']: readonly string[]): Promise<number> {
  const { facts } = await readFolder(folder);
  const { guide } = await loadGuide({ folder });
  const links = linksOf(guide, facts && readFacts(facts).facts);
  const results = await checkLinks(links.keys());
  const fine = results.filter(({ state }) => state === 'fine');
  if (fine.length === 0 && results.length > 0) {
    console.error('No address answered. Is there a network?');
    return 1;
  }
  for (const state of ['gone', 'unsure'] as const) {
    for (const { url, reason } of results.filter((result) => result.state === state))
      say(`${state}: ${url} (${reason}), in ${[...(links.get(url) ?? [])].join(', ')}`);
  }
  const gone = results.filter(({ state }) => state === 'gone').length;
  say(`${results.length} addresses: ${fine.length} fine, ${gone} gone, ${results.length - fine.length - gone} unsure`);
  return gone > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith('check-links.js')) process.exit(await main(process.argv.slice(2)));
