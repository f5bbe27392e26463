// npm run check:snippets [-- DIR]: checks the code blocks of the guide with the tool of each language, so that nobody copies a command
// with a typing error. A tool that runs the check for real (Nginx, ShellCheck, systemd) is used where it is installed; without it the block
// is only parsed, or left out. The output says which.
import { loadGuide } from '../src/guide/load.js';
import { type Block, blocksIn, type Outcome, toolsFor } from './snippets/tools.js';

const folder = process.argv[2] ?? 'content';
const { guide } = await loadGuide({ folder });
const counts = new Map<string, number>();
let broken = 0;

function count(name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** What the first tool says that is installed; undefined if there is none. */
function check(block: Block): Outcome | undefined {
  for (const tool of toolsFor(block)) {
    const outcome = tool(block);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

for (const page of guide.pages) {
  for (const block of blocksIn(page)) {
    const outcome = check(block);
    if (outcome === undefined) count(`left out: ${block.language}`);
    else if (outcome.problem === '')
      count(`${outcome.isParsedOnly ? 'only parsed' : 'checked'}: ${block.language} by ${outcome.tool}`);
    else {
      broken += 1;
      console.error(`${folder}/${page.file}: ${block.language}: ${outcome.problem}\n${block.code}\n`);
    }
  }
}
for (const [name, number] of [...counts].sort()) console.error(`${number} ${name}`);
console.error(`${broken} broken`);
process.exit(broken > 0 ? 1 : 0);
