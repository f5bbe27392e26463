import { describe, expect, it } from '@jest/globals';
import { answerQuestion } from '../../src/answer/pages.js';
import { createSources } from '../../src/answer/sources.js';
import { plainText } from '../../src/guide/text.js';
import { createSearch } from '../../src/search/search.js';
import { readTexts } from '../guide/read-texts.js';

/** Makes the words of the page in question rare. */
const OTHERS = {
  'lunch.md': '# Lunch\n\nWhere we eat.\n\n## Soup\n\nServed at noon.',
  'parking.md': '# Parking\n\nWhere cars stay.\n\n## Bicycles\n\nBehind the house.',
};

function ask(page: string, question: string) {
  const { guide } = readTexts({ 'page.md': page, ...OTHERS });
  const answer = answerQuestion(createSources(guide, createSearch(guide)), question);
  if (answer.kind !== 'page') throw new Error(`No card, but ${answer.kind}`);
  const { passage } = answer;
  return { answer, path: passage?.path, text: passage && plainText(passage.content), words: passage?.words };
}

const FILLER =
  'This was agreed by everybody who takes part, and it stays so until somebody speaks up in the weekly round. ';

describe('the passage', () => {
  it('finds the words at the edges of list items and table cells', () => {
    const page = [
      '# Switching over',
      'How we switch.',
      '## Steps',
      FILLER.repeat(9),
      '- Freeze writes\n- Promote standby\n- Repoint shop',
      '## Roles',
      FILLER.repeat(9),
      '| Duty | Name |\n| --- | --- |\n| Decides | Ada |\n| Scribe | Ben |',
    ].join('\n\n');
    const steps = ask(page, 'promote standby');
    expect(steps.path).toEqual(['Steps']);
    expect(steps.text).toMatch(/Freeze writes\nPromote standby/);
    expect([...(steps.words ?? [])].sort()).toEqual(['promote', 'standby']);
    expect(ask(page, 'who is the scribe').text).toMatch(/Duty \| Name(.|\n)*Scribe \| Ben/);
  });

  it('is a whole section if that is short', () => {
    const page =
      '# Releases\n\nIn general.\n\n## Going back\n\nFirst tell the team.\n\n`git revert HEAD`\n\nThen deploy.';
    expect(ask(page, 'how do I revert a release').text).toBe('First tell the team.\ngit revert HEAD\nThen deploy.');
  });

  it('has none of the properties at the top of a page, unless the question is about them', () => {
    const page =
      '# Ferry timetable\n\nHarbour: North\\\nCaptain: Jo Lund\\\nSeason: summer\n\nShips leave from pier 4.\n\n## Tickets\n\nAt the kiosk.';
    const { passage } = ask(page, 'which pier does the ferry leave from').answer;
    expect(plainText(passage?.content ?? [])).not.toContain('Captain');
    expect(ask(page, 'who is captain of the ferry').text).toContain('Captain: Jo Lund');
  });

  it('says that it begins with the summary, which the card then need not repeat', () => {
    const page =
      '# Dock keys\n\nKeys hang in the `harbour` office.\n\nThe red box has the spares.\n\n## Locks\n\nOil them.';
    const { passage } = ask(page, 'where is the red box with spares').answer;
    expect(passage?.saysSummary).toBe(true);
    const declared = `---\nsummary: Who has which key.\n---\n${page}`;
    const other = ask(declared, 'where is the red box with spares').answer.passage;
    expect(other).toBeDefined();
    expect(other?.saysSummary).toBeUndefined();
  });

  it('comes with the section below it that has the rest of the question', () => {
    const page = [
      '# Boilers\n\nIn general.',
      '## Drain the boiler\n\n> A boiler that you drain must be cool.',
      '### Cellar\n\nOpen the red valve.',
      '### Attic\n\nOpen the tap at the back.',
      '## Light the boiler\n\nPush the knob.',
    ].join('\n\n');
    const { answer, text } = ask(page, 'drain cool boiler attic');
    const { passage, secondPassage: second } = answer;
    expect(text).toBe('A boiler that you drain must be cool.');
    expect([passage?.path, second?.path]).toEqual([['Drain the boiler'], ['Drain the boiler', 'Attic']]);
    expect(ask(page, 'how do I drain the boiler').answer.secondPassage?.path).not.toEqual(second?.path);
  });

  it('keeps the words that introduce a list or a command', () => {
    const page = `# Releases\n\nIn general.\n\n## Going back\n\n${FILLER.repeat(12)}\n\nTo undo it:\n\n    deployctl restore-previous\n\n${FILLER.repeat(12)}`;
    expect(ask(page, 'restore previous release').text).toBe('To undo it:\ndeployctl restore-previous');
  });

  it('never begins with code whose introduction is left out', () => {
    const page =
      '# Printers\n\nIn general.\n\n## Set-up\n\nWrite the file:\n\n    paper = 80\n\nThen press Feed twice.';
    expect(ask(page, 'press feed twice').text).toBe('Write the file:\npaper = 80\nThen press Feed twice.');
    const long = page
      .replace('paper = 80', 'paper = 80 # '.padEnd(700, 'x'))
      .replace('file:', `file ${'that is read at the start '.repeat(24)}:`);
    expect(ask(long, 'press feed twice').text).toBe('Then press Feed twice.');
  });

  it('says where it stands', () => {
    const page =
      '# Releases\n\nIn general.\n\n## Rollback\n\nKeep calm.\n\n### Database\n\nMigrations stay.\n\n## Review\n\nLater.';
    expect(ask(page, 'migrations after a rollback of the database in releases').path).toEqual(['Rollback', 'Database']);
  });

  it('prefers the section that has the whole question to one that has half of it twice', () => {
    const page =
      '# Servers\n\nIn general.\n\n## Falcon\n\nFalcon is fast. Falcon is small. Falcon is old.\n\n## Which one?\n\nFalcon for one machine, Heron for many.\n\n## Heron\n\nHeron is new. Heron is large.';
    expect(ask(page, 'falcon or heron').path).toEqual(['Which one?']);
  });

  it('is never a list of the page’s own contents', () => {
    const page =
      '# Backups\n\n- [Restoring a dump](#restoring-a-dump)\n- [Dump format](#dump-format)\n\n## Restoring a dump\n\nRun the tool.\n\n## Dump format\n\nPlain.';
    expect(ask(page, 'restoring a dump').text).toBe('Run the tool.');
  });

  it('opens a long list at the item that matches, and says that something is left out', () => {
    const items = Array.from(
      { length: 30 },
      (_, n) => `${n + 1}. Step ${n === 19 ? 'with the giraffe' : 'as usual'}. ${FILLER}`,
    );
    const { answer, text } = ask(`# Zoo\n\nIn general.\n\n## Feeding\n\n${items.join('\n')}`, 'feeding the giraffe');
    expect(text).toMatch(/^…\nStep with the giraffe/);
    expect(text?.length).toBeLessThan(1_300);
    expect(text).toMatch(/…$/);
    expect(answer.passage?.content[1]).toMatchObject({ type: 'list', start: 20 });
  });

  it('shows the rows of a long table that match, with its head', () => {
    const rows = Array.from({ length: 40 }, (_, n) => `| E${n} | ${n === 27 ? 'valve stuck' : 'all quiet'} |`).join(
      '\n',
    );
    const { text } = ask(
      `# Codes\n\nIn general.\n\n## Table\n\n| Code | Meaning |\n| --- | --- |\n${rows}`,
      'valve stuck',
    );
    expect(text).toBe('Code | Meaning\nE27 | valve stuck');
  });

  it('opens a long paragraph at its sentence, and long code at its lines', () => {
    const paragraph = ask(
      `# Zoo\n\nIn general.\n\n## Long\n\n${FILLER.repeat(30)}The *giraffe* eats leaves. ${FILLER.repeat(30)}`,
      'giraffe leaves',
    );
    expect(paragraph.text).toMatch(/^… The giraffe eats leaves\. This was agreed/);
    const code = Array.from({ length: 400 }, (_, n) => `option_${n} = ${n === 120 ? 'giraffe' : 'x'}`).join('\n');
    const lines = ask(`# Zoo\n\nIn general.\n\n## Long\n\n\`\`\`\n${code}\n\`\`\``, 'giraffe').text?.split('\n');
    expect(lines?.slice(0, 6)).toEqual([
      '…',
      'option_116 = x',
      'option_117 = x',
      'option_118 = x',
      'option_119 = x',
      'option_120 = giraffe',
    ]);
    expect(lines?.at(-1)).toBe('…');
  });

  describe('of another section', () => {
    const twoSections = (second: string) =>
      `# Zoo\n\nIn general, a giraffe.\n\n## House\n\nThe giraffe eats leaves here. ${FILLER.repeat(3)}\n\n${second}`;
    const second = (page: string, question = 'giraffe leaves') => {
      const { answer } = ask(page, question);
      const { secondPassage } = answer;
      return secondPassage && { path: secondPassage.path, text: plainText(secondPassage.content) };
    };

    it('is shown, too, if two sections match about as well, and is shorter', () => {
      const found = second(
        twoSections(`## Steppe\n\n${FILLER.repeat(12)}\n\nThe giraffe eats leaves there.\n\n${FILLER.repeat(5)}`),
      );
      expect(found?.path).toEqual(['Steppe']);
      expect(found?.text).toMatch(/^The giraffe eats leaves there\./);
      expect(found?.text.length).toBeLessThanOrEqual(800);
    });

    it('is left out if it matches clearly less, and is never the introduction', () => {
      expect(second(twoSections('## Steppe\n\nLeaves are rare.'))).toBeUndefined();
      const introduced =
        '---\nsummary: Animals.\n---\n# Zoo\n\nOften, a giraffe eats leaves.\n\n## House\n\nA giraffe eats leaves.\n\n## Tickets\n\nFor sale.';
      expect(ask(introduced, 'giraffe leaves').path).toEqual(['House']);
      expect(second(introduced)).toBeUndefined();
    });

    it('counts less if it is a list of links', () => {
      const links = '- [The giraffe eats leaves](https://example.com/1)\n- [More](https://example.com/2)';
      const page = `# Zoo\n\nIn general.\n\n## Links\n\n${links}\n\n## House\n\nThe giraffe eats leaves. ${FILLER}`;
      expect(ask(page, 'giraffe leaves').path).toEqual(['House']);
    });

    it('stands in for an introduction that the summary repeats', () => {
      const page = '# Cranes\n\nThey lift.\n\n## Where they stand\n\nBy the water.\n\n## Care\n\nGrease them.';
      const { answer, text } = ask(page, 'why are cranes such an eyesore');
      expect([text, answer.secondPassage]).toEqual(['By the water.', undefined]);
    });
  });

  it('leads to the section that a keyword names, and says which keyword it was if the text has no word of it', () => {
    const page = (keywords: string) =>
      `---\ntitle: Sizing\nsummary: How large.\nkeywords: ${keywords}\n---\nIn general.\n\n## Memory\n\nGive each process 200 MB.\n\n## Disks\n\nTwice the data.`;
    const named = ask(page('[{section: Memory, text: [oom killed, exit code 137]}]'), 'why was it oom killed');
    expect(named).toMatchObject({ path: ['Memory'], answer: { keyword: 'oom killed' } });
    const wholePage = ask(page('[oom killed]'), 'why was it oom killed');
    expect(wholePage).toMatchObject({ text: undefined, answer: { keyword: 'oom killed' } });
    expect(ask(page('[oom killed]'), 'how many MB for each process').answer.keyword).toBeUndefined();
  });
});
