import { describe, expect, it } from '@jest/globals';
import { listOf, read } from './outline.js';

// Not written out: the check of dependencies would take this text for an import of the test.
const IMPORT = ['im', 'port'].join('');

describe('a heading that says checklist or runbook', () => {
  it.each([
    'Rollback runbook',
    'Runbook: rollback',
    'Run book for a rollback',
    'Rollback check-list',
    'The way back {.checklist}',
  ])('makes a checklist of what stands under it: %j', (heading) => {
    expect(listOf(`# Rollback\n\n## ${heading}\n\n- Stop\n- Start\n\n## Else\n\n- no`)).toEqual(['- Stop', '- Start']);
  });

  it('may be one of several, each with its own items, id and name', () => {
    const { page, lists } = read(
      '# Mail\n\n## Checklist\n\n- a\n\n## Relay runbook {#relay}\n\n- b\n\n## Mail queue checklist\n\n- c\n',
    );
    expect(lists).toEqual([['- a'], ['- b'], ['- c']]);
    expect(page.checklists.map(({ id, title }) => [id, title])).toEqual([
      ['checklist', 'Mail: checklist'],
      ['relay', 'Relay runbook – Mail'],
      ['mail-queue-checklist', 'Mail queue checklist'],
    ]);
  });

  it('as the title of the page takes the lists under all its headings', () => {
    expect(listOf('# Cutover checklist\n\n## Before\n\n- Freeze\n\n## After\n\n- Thaw\n')).toEqual([
      '# Before',
      '- Freeze',
      '# After',
      '- Thaw',
    ]);
  });

  it('as the name of the file does so, too', () => {
    expect(listOf('- Freeze\n- Thaw\n', 'ops/cutover-checklist.md')).toEqual(['- Freeze', '- Thaw']);
  });

  it('as the title "… runbook" takes boxes and numbered steps, and no bullets', () => {
    const signs = '## Signs\n\n- The queue grows\n- Mails are late\n\n';
    expect(listOf(`# Queue runbook\n\n${signs}## Steps\n\n1. Drain it\n2. Restart\n`)).toEqual([
      '# Steps',
      '- Drain it',
      '- Restart',
    ]);
    expect(read(`# Queue runbook\n\n${signs}`)).toMatchObject({ lists: [], problems: [] });
  });

  it('leaves out the bullets of a subheading that asks, and says so of bullets that are facts', () => {
    const upgrade = '# Kafka\n\n## Kafka upgrade checklist\n\n### Brokers\n\n- Stop one\n- Start it\n\n';
    expect(listOf(`${upgrade}### Who to call\n\n- Anna\n- Ben\n`)).toEqual(['# Brokers', '- Stop one', '- Start it']);
    const { lists, problems } = read(`${upgrade}### Reference\n\n- Port: 9092\n- Dashboard: https://example.com\n`);
    expect(lists).toEqual([['# Brokers', '- Stop one', '- Start it']]);
    expect(problems).toEqual([
      'warning page.md:10: the list of "Reference" reads as facts ("name: value"), so it is not part of "Kafka upgrade checklist". Write "- [ ]" in front of what is to be ticked.',
    ]);
  });

  it('in the plural, above links to pages, is an index', () => {
    expect(read('# Our checklists\n\n- [a](a.md)\n- [b](b.md)\n').lists).toEqual([]);
  });
});

describe('a page with boxes and no such heading', () => {
  const page =
    '# Rotate the keys\n\nTwice a year.\n\n## Make\n\n- [ ] Make a pair\n\n1. [ ] Store it\n\n## Notes\n\n- not this\n\n## Drop\n\n* [ ] Drop the old pair\n';

  it('is one checklist of all its boxes, in order, with its headings as phases and its own name', () => {
    const { page: read_, lists, problems } = read(page);
    expect(lists).toEqual([['# Make', '- Make a pair', '- Store it', '# Drop', '- Drop the old pair']]);
    expect(read_.checklists[0]).toMatchObject({ id: 'checklist', title: 'Rotate the keys' });
    expect(problems).toEqual([]);
  });

  it('has none if the front matter says so, and no warning', () => {
    for (const word of ['none', 'false', 'no'])
      expect(read(`---\nchecklist: ${word}\n---\n${page}`)).toMatchObject({ lists: [], problems: [] });
  });

  it('is one, too, if a heading only mentions a checklist, or names an empty one', () => {
    expect(listOf(`${page}\n## Why a checklist helps\n\n- It calms\n`)).toHaveLength(5);
    expect(listOf(`${page}\n## Key checklist\n\nAs above.\n`)).toHaveLength(5);
  });

  it.each([
    '- [] is the empty list\n- [x](y.md) is a link\n',
    '- \\[ ] is text\n',
    '```\n- [ ] an example\n```\n',
    '`- [ ]` is a box\n',
  ])('is not one with %j', (text) => {
    expect(read(`# Syntax\n\n${text}`).lists).toEqual([]);
  });

  it('is read in the dialects of other tools', () => {
    expect(
      listOf(
        `${IMPORT} X from './x'\n\n# T\n\n<Tabs>\n<TabItem label="Staging">\n\n- [ ] a\n\n</TabItem>\n<TabItem label="Live">\n\n- [ ] b\n\n</TabItem>\n</Tabs>\n`,
        'page.mdx',
      ),
    ).toEqual(['# Staging', '- a', '# Live', '- b']);
    expect(listOf('# T\n\n=== "Staging"\n\n    - [ ] a\n\n=== "Live"\n\n    - [ ] b\n')).toEqual([
      '# Staging',
      '- a',
      '# Live',
      '- b',
    ]);
    expect(listOf('# T\n\n{{< tabs >}}\n{{% tab "Staging" %}}\n- [ ] a\n{{% /tab %}}\n{{< /tabs >}}\n')).toEqual([
      '# Staging',
      '- a',
    ]);
    expect(listOf('# T\n\n<details>\n<summary>Staging</summary>\n\n- [ ] a\n\n</details>\n')).toEqual([
      '# Staging',
      '- a',
    ]);
  });

  it('beside a heading that names a checklist, is told of the boxes that are not in it', () => {
    const { lists, problems } = read(`${page}\n## Key checklist\n\n- [ ] Look twice\n`);
    expect(lists).toEqual([['- Look twice']]);
    expect(problems).toEqual([
      'warning page.md:7: "Make" has 2 boxes that are in no checklist, so nobody can tick them in Slack. Write "checklist" into the heading, or {.checklist} behind it.',
      'warning page.md:17: "Drop" has a box that is in no checklist, so nobody can tick it in Slack. Write "checklist" into the heading, or {.checklist} behind it.',
    ]);
  });
});

describe('a page with "checklist: steps"', () => {
  const steps = (text: string): string[] => listOf(`---\nchecklist: steps\n---\n# Restore\n\n${text}`);

  it('has its numbered lists as items, also with text between them', () => {
    expect(
      steps('1. Stop\n\n   With care.\n\n```sh\nstop\n```\n\n2. Load\n\n## Later\n\n3. Tell\n\n- no step\n'),
    ).toEqual(['- Stop | With care. / stop', '- Load', '# Later', '- Tell | no step']);
  });

  it('without numbered lists has its headings as items, and those above others as phases', () => {
    expect(
      steps('## 1. Stop the writers\n\nUse `stop`.\n\n## Step 2: Load\n\n### Schema\n\nFirst.\n\n### Rows\n\nThen.\n'),
    ).toEqual(['- Stop the writers | Use stop.', '# Step 2: Load', '- Schema | First.', '- Rows | Then.']);
  });

  it('warns about another word, and goes on without it', () => {
    const { lists, problems } = read('---\nchecklist: stepps\n---\n# T\n\n- [ ] a\n');
    expect(lists).toEqual([['- a']]);
    expect(problems).toEqual([
      'warning page.md:2: checklist: "stepps" means nothing here, so it is ignored. Write "checklist: steps" or "checklist: none" or "checklist: boxes".',
    ]);
  });
});

describe('a table of checks', () => {
  const table =
    '| # | Requirement | Owner | Limit |\n| - | - | - | - |\n| 1 | Disk is half empty | ops | 50 % |\n| 2 | Backup is fresh | | 1 day |\n';

  it('is a checklist under its heading, with the other columns as detail', () => {
    expect(listOf(`# Disk\n\n## Disk checklist\n\n${table}`)).toEqual([
      '- Disk is half empty | #: 1 Owner: ops Limit: 50 %',
      '- Backup is fresh | #: 2 Limit: 1 day',
    ]);
    expect(read(`# Disk\n\n${table}`).lists).toEqual([]);
    expect(read('# Disk\n\n## Disk checklist\n\n| Port | Host |\n| - | - |\n| 1 | a |\n').lists).toEqual([]);
  });

  it('is a phase among phases with boxes, and text below a box', () => {
    const pages = '| Check | Who |\n| - | - |\n| Sign in | QA |\n| Pay | Ops |\n';
    const contacts = '| Who | Phone |\n| - | - |\n| Bank | 112 |\n';
    expect(
      listOf(
        `# App\n\n## App checklist\n\n### Before\n\n${contacts}\n- [ ] Cut\n\n${pages}\n### Staging\n\n${pages}\n### After\n\n- [ ] Tell\n`,
      ),
    ).toEqual([
      '# Before',
      expect.stringMatching(/^- Cut \| .*Sign in/),
      '# Staging',
      '- Sign in | Who: QA',
      '- Pay | Who: Ops',
      '# After',
      '- Tell',
    ]);
    // The steps of a page that is called a runbook are its boxes; its tables explain.
    expect(listOf(`# App runbook\n\n### Values\n\n${pages}\n### Do\n\n- [ ] Tell\n`)).toEqual(['# Do', '- Tell']);
  });

  it('has items wherever its cells are boxes', () => {
    const { lists, problems } = read(
      '# Disk\n\n| Done | What | Who |\n| :-: | - | - |\n| [ ] | Clean up | ops |\n| [x] | Resize | |\n| | _Sum_ | |\n| ☐ | Tell | |\n\n| Task |\n| - |\n| [ ] Inline |\n',
    );
    expect(lists).toEqual([['- Clean up | Who: ops', '- Resize', '- Tell', '- Inline']]);
    expect(problems).toEqual([expect.stringContaining('page.md:6: an item is ticked')]);
  });
});
