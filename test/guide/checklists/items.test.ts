import { describe, expect, it } from '@jest/globals';
import { listOf, read } from './outline.js';

/** The checklist of a page about shipping. */
const ship = (items: string): string[] => listOf(`# Ship\n\n## Ship checklist\n\n${items}`);

describe('what stands between two items', () => {
  it('belongs to the item above, indented or not', () => {
    expect(
      ship(
        '- [ ] Stop\n```sh\nstop now\n```\n- [ ] Copy\n\n  Slowly.\n\nIt takes an hour.\n\n> Ask first.\n\n- [ ] Start\n\n```sh\nstart\n```\n',
      ),
    ).toEqual(['- Stop | stop now', '- Copy | Slowly. / It takes an hour. / Ask first.', '- Start | start']);
  });

  it('is text if it is a bullet without a box', () => {
    expect(
      ship('- Owner: ops\n- [ ] Stop\n- gently\n- and with notice\n- [ ] Start\n\n### Roles\n\n- Lead: Anna\n'),
    ).toEqual(['- Stop | gently / and with notice', '- Start']);
  });

  it('is not the line that announces the next items', () => {
    expect(ship('- [ ] Stop\n\nThen:\n\n- [ ] Start\n\nIf it fails:\n\n```sh\nretry\n```\n')).toEqual([
      '- Stop',
      '- Start | If it fails: / retry',
    ]);
  });

  it('does not go on below a rule', () => {
    expect(ship('- [ ] Stop\n\n---\n\nA note on the page.\n\n- [ ] Start\n')).toEqual(['- Stop', '- Start']);
  });

  it('may be numbered steps: they are items before the first box, and text below one', () => {
    expect(
      ship(
        '1. Stop\n```sh\nstop\n```\n2. Copy\n\n- [ ] Compare\n\n  1. rows\n  2. sizes\n\n1. first this\n2. then that\n',
      ),
    ).toEqual(['- Stop | stop', '- Copy', '- Compare | rows / sizes / first this / then that']);
  });
});

describe('phases', () => {
  it('are subheadings and bold lines that stand alone', () => {
    expect(
      ship(
        '- [ ] Ask\n\n### Before {#pre}\n\n- [ ] Freeze\n\n**Now:**\n\n- [ ] Ship it\n\n__After__\n\nSoon.\n\n- [ ] Thaw\n\n### Notes\n\nNone.\n',
      ),
    ).toEqual(['- Ask', '# Before', '- Freeze', '# Now', '- Ship it', '# After', '- Thaw']);
  });

  it('have ids: those that are given, otherwise from their titles', () => {
    const { page } = read(
      '# Ship\n\n## Ship checklist\n\n### Before {#pre}\n\n- [ ] a\n\n**Right now** {#now}\n\n- [ ] b\n\n### After all\n\n- [ ] c\n',
    );
    expect(page.checklists[0]?.phases).toEqual([
      { id: 'pre', title: 'Before' },
      { id: 'now', title: 'Right now' },
      { id: 'after-all', title: 'After all' },
    ]);
  });

  it('of the same title say what they stand under', () => {
    const nodes = (name: string): string => `### ${name}\n\n#### Nodes\n\n- [ ] Upgrade\n\n`;
    const { page, lists } = read(`# Ship\n\n## Ship checklist\n\n${nodes('Staging')}${nodes('Live')}`);
    expect(lists[0]).toEqual(['# Staging – Nodes', '- Upgrade', '# Live – Nodes', '- Upgrade']);
    expect(page.checklists[0]?.items.map(({ id }) => id)).toEqual(['staging-nodes-upgrade', 'live-nodes-upgrade']);
  });

  it('are no bold sentences, and no bold lines without items below them', () => {
    expect(ship('- [ ] Stop\n\n**Never skip this!**\n\n- [ ] Start\n\n**Background**\n\nLong ago.\n')).toEqual([
      '- Stop | Never skip this!',
      '- Start | Background / Long ago.',
    ]);
  });
});

describe('items', () => {
  it('with boxes inside are parents of sub-items, and plain lists inside are detail', () => {
    expect(
      ship(
        '- [ ] Tag\n  - [ ] Sign it\n    - with the team key\n  - then\n  - [ ] Push it\n    - [ ] to the mirror\n- Publish\n  1. [ ] Notes\n- [ ] Rest\n  - a while\n',
      ),
    ).toEqual([
      '- Tag',
      '  - Sign it | with the team key / then',
      '  - Push it',
      '  - to the mirror',
      '- Publish',
      '  - Notes',
      '- Rest | a while',
    ]);
    const { page } = read('# Ship\n\n## Ship checklist\n\n- [ ] Tag\n  - [ ] Push it\n    - [ ] Deep\n');
    expect(page.checklists[0]?.items.map(({ id, parent }) => [id, parent])).toEqual([
      ['tag', undefined],
      ['push-it', 'tag'],
      ['deep', 'tag'],
    ]);
  });

  it('have what stands at their own indentation, also below their sub-items', () => {
    expect(ship('- [ ] Migrate\n  - [ ] Dry run\n  - [ ] Real run\n\n  Both by night.\n- [ ] Rest\n')).toEqual([
      '- Migrate | Both by night.',
      '  - Dry run',
      '  - Real run',
      '- Rest',
    ]);
  });

  it('with a slip in their box lose it, and check says so', () => {
    const { lists, problems } = read('# Ship\n\n- [ ] Tag\n- [] Push\n- [  ] Tell\n- [ ]Rest\n- [x]Eat\n- ☐ Sleep\n');
    expect(lists).toEqual([['- Tag', '- Push', '- Tell', '- Rest', '- Eat', '- Sleep']]);
    expect(problems.map((problem) => problem.slice(0, 62))).toEqual([
      'warning page.md:4: the box of "Push" is no box in Markdown. Wr',
      'warning page.md:5: the box of "Tell" is no box in Markdown. Wr',
      'warning page.md:6: the box of "Rest" is no box in Markdown. Wr',
      'warning page.md:7: the box of "Eat" is no box in Markdown. Wri',
      'warning page.md:7: an item is ticked, but starts open. Write "',
    ]);
  });

  it('that are struck are left out with their sub-items, and told', () => {
    const { page, lists, problems } = read(
      '# Ship\n\n- [ ] ~~Fax it~~\n- [ ] ~~Burn~~ print it\n- [ ] ~~Mail~~ ~~it~~.\n  - [ ] the letter\n',
    );
    expect(lists).toEqual([['- Burn print it']]);
    expect(page.checklists[0]?.struck).toEqual(['Fax it', 'Mail it.', 'the letter']);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe(
      'warning page.md:3: "Fax it" is struck through, so it is left out of this page. Remove it when nobody needs to see it.',
    );
  });

  it('of Obsidian and GitLab have more states: cancelled ones are struck, others are open', () => {
    const { page, lists } = read('# Ship\n\n- [/] Tag\n- [-] Fax it\n- [ ] Push\n- [>] Tell\n');
    expect(lists).toEqual([['- Tag', '- Push', '- Tell']]);
    expect(page.checklists[0]?.struck).toEqual(['Fax it']);
  });

  it('that are ticked start open with a warning, or ticked if the page says so', () => {
    const text = '# Ship\n\n- [ ] Tag\n- [x] Push\n- [X] Tell\n';
    const { page, problems } = read(text);
    expect(page.checklists[0]?.items.filter(({ checked }) => checked)).toEqual([]);
    expect(problems).toEqual([
      'warning page.md:4: 2 items are ticked, but start open (lines 4, 5). Write "[ ]", or "checked: keep" in the front matter to start with them ticked.',
    ]);
    const kept = read(`---\nchecked: keep\n---\n${text}`);
    expect(kept.page.checklists[0]?.items.map(({ checked }) => checked)).toEqual([undefined, true, true]);
    expect(kept.problems).toEqual([]);
  });

  it('have ids from their text, short and unique', () => {
    const { page } = read(
      `# Ship\n\n- [ ] Tell the team\n- [ ] Tell the team\n- [ ] ${'Write down what went wrong and '.repeat(4)}\n- [ ] 🎉\n- [ ] Roll out: 10 % – then all\n`,
    );
    expect(page.checklists[0]?.items.map(({ id }) => id)).toEqual([
      'tell-the-team',
      'tell-the-team-2',
      'write-down-what-went-wrong-and-write-down-what-went-wrong',
      'item',
      'roll-out-10-then-all',
    ]);
  });

  it('have ids of their own however many are the same', () => {
    const { page } = read(`# Ship\n\n- [ ] Ask 7\n${'- [ ] Ask\n'.repeat(5_000)}- [ ] Ask {#ask-5}\n`);
    const ids = page.checklists[0]?.items.map(({ id }) => id) ?? [];
    expect(ids.slice(0, 8)).toEqual(['ask-7', 'ask', 'ask-2', 'ask-3', 'ask-4', 'ask-6', 'ask-8', 'ask-9']);
    expect(ids.at(-1)).toBe('ask-5');
    expect(new Set(ids).size).toBe(5_002);
  });

  it('keep their ids when other items come and go', () => {
    const ids = (text: string): unknown =>
      read(text).page.checklists[0]?.items.flatMap(({ id, title }) => (title === 'Pause' ? id : []));
    const phase = (name: string, items: string): string => `## ${name}\n\n${items}\n\n`;
    const before = `# Ship\n\n${phase('Staging', '- [ ] Pause')}${phase('Live', '- [ ] Pause\n- [ ] Rest')}`;
    const after = `# Ship\n\n${phase('Staging', '- [ ] Look\n- [ ] Pause')}${phase('Live', '- [ ] Ask\n- [ ] Pause')}`;
    expect(ids(before)).toEqual(['staging-pause', 'live-pause']);
    expect(ids(after)).toEqual(ids(before));
  });
});

describe('anyone', () => {
  it('manages the runs of a page that says so', () => {
    const text = '# Ship\n\n- [ ] Tag\n';
    expect(read(text).page.checklists[0]?.managedByAnyone).toBe(false);
    expect(read(`---\nmanage: anyone\n---\n${text}`).page.checklists[0]?.managedByAnyone).toBe(true);
  });
});

describe('a template for issues', () => {
  const text = `---\nname: Newsletter list\nabout: Sends the newsletter\ntitle: Newsletter YYYY-MM\nlabels: x\n---\n\n**Editor**: [Anna](https://example.com/anna)\n**Day:** 20YY-MM-DD\n\n**Before**:\n\n- [ ] Collect\n\n**Then**:\n\n- [ ] Send\n`;

  it('has its name as another name, and what it is about as its summary', () => {
    const { page, lists } = read(text);
    expect(page).toMatchObject({
      title: 'Newsletter YYYY-MM',
      aliases: ['Newsletter list'],
      summary: 'Sends the newsletter',
    });
    expect(lists).toEqual([['# Before', '- Collect', '# Then', '- Send']]);
    expect(read(text.replace(/title: .*\n/, '')).page.title).toBe('Newsletter list');
    for (const beginning of ['"Newsletter: "', "'[NEWS]'", 'Newsletter -'])
      expect(read(text.replace('Newsletter YYYY-MM', beginning)).page).toMatchObject({
        title: 'Newsletter list',
        aliases: [],
      });
    expect(read(text.replace(/about: .*\n/, '')).page.aliases).toEqual([]);
  });

  it('has no summary of names and values in bold', () => {
    const summary = (body: string): string => read(`# T\n\n${body}`).page.summary;
    expect(
      summary('**Version**: [v1.2](https://example.com)\n**Day**: 20YY-MM-DD\n\nWe publish on Fridays, after lunch.'),
    ).toBe('We publish on Fridays, after lunch.');
    expect(summary('**Note**: we publish on Fridays. Lunch is first.')).toBe(
      'Note: we publish on Fridays. Lunch is first.',
    );
  });
});
