// npm run check:snippets [-- DIR]: checks the code blocks of the guide with the tool of each language, so that nobody copies a command
// with a typing error. A tool that runs the check for real (Nginx, Postgres, promtool) is used where it is installed; without it the
// block is only parsed, or left out. The output says which. With REQUIRE_ALL a tool that is not installed is an error.
import { loadGuide } from '../src/guide/load.js';
import { behindNginx } from './snippets/behind-nginx.js';
import { type Block, blocksIn, type Outcome } from './snippets/block.js';
import { lazyServers } from './snippets/servers.js';
import { checkBlock, toolsFor } from './snippets/tools.js';

// Debian keeps servers where only root looks for programs.
process.env.PATH = `${process.env.PATH}:/usr/sbin`;
const folder = process.argv[2] ?? 'content';
const { guide } = await loadGuide({ folder });
const running = lazyServers();
/** The pages of the blocks that were treated in the same way, once for each block. */
const treated = new Map<string, string[]>();
let broken = 0;

function note(how: string, page: string): void {
  treated.set(how, [...(treated.get(how) ?? []), page]);
}

function report({ language, code }: Block, page: string, { tool, problem, isParsedOnly }: Outcome): void {
  if (problem === '') note(`${isParsedOnly ? 'only parsed' : 'checked'}: ${language} by ${tool}`, page);
  else {
    broken += 1;
    console.error(`${folder}/${page}.md: ${language}: ${problem}\n${code}\n`);
  }
}

function reportMissing({ language }: Block, page: string, hasTool: boolean): void {
  note(`left out, ${hasTool ? 'its tool is not installed' : 'no tool'}: ${language}`, page);
  if (hasTool && process.env.REQUIRE_ALL) broken += 1;
}

try {
  const blocks: Block[] = [];
  for (const page of guide.pages) {
    for (const block of blocksIn(page)) {
      const outcome = await checkBlock(block, running);
      if (outcome) report(block, page.slug, outcome);
      else reportMissing(block, page.slug, toolsFor(block, running).length > 0);
      blocks.push(block);
    }
  }
  const servers: Block = { language: 'servers', code: '', before: [] };
  const outcomes = await behindNginx(blocks);
  if (outcomes === undefined) reportMissing(servers, 'web-servers', true);
  else for (const outcome of outcomes) report(servers, 'web-servers', outcome);
} finally {
  await running.stop();
}
for (const [how, pages] of [...treated].sort()) {
  const where = how.startsWith('checked') ? '' : ` (${[...new Set(pages)].join(', ')})`;
  console.error(`${pages.length} ${how}${where}`);
}
console.error(`${broken} broken`);
process.exit(broken > 0 ? 1 : 0);
