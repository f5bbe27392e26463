import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Checklist } from '../../src/guide/page.js';
import { createSearch } from '../../src/search/search.js';
import { toTerms } from '../../src/search/words/terms.js';
import { guideOf as readGuideOf } from '../builders/guide-of.js';
import { guideOf } from './guide-of.js';
import { smallGuide } from './small-guide.js';

const search = createSearch(smallGuide);
function first(question: string) {
  return search.find(question).matches[0];
}
function titles(question: string) {
  return search.find(question).matches.map((match) => match.page.title);
}

const EMPTY_CHECKLIST: Checklist = {
  id: '',
  title: '',
  phases: [],
  items: [],
  struck: [],
  variables: [],
  roles: [],
  managedByAnyone: false,
};

describe('which page comes first', () => {
  it.each([
    ['How do I deploy?', 'Deployment'],
    ['deploying', 'Deployment'],
    ['PAAS', 'Platform-as-a-Service'],
    ['platform as a service', 'Platform-as-a-Service'],
    ['Show me platforms-as-a-service', 'Platform-as-a-Service'],
    ['fly.io', 'Platform-as-a-Service'],
    ['flyio', 'Platform-as-a-Service'],
    ['reverse proxy', 'Web servers'],
    ['static-content', 'Static content'],
    ['serving static content', 'Static content'],
    ['gunicorn.conf.py', 'WSGI servers'],
    ["Gunicorn's workers", 'WSGI servers'],
    ['how do I back up PostgreSQL?', 'Databases'],
    ['web sockets', 'Websockets'],
    ['nodejs', 'Websockets'],
    ['c++', 'Websockets'],
    ['cafe', 'Websockets'],
    ['CAFÉ', 'Websockets'],
    ['show me web frameworks', 'Web frameworks'],
    ['show me other web frameworks', 'Other web frameworks'],
    ['why should I use Python?', 'Why use Python?'],
    ['what now?', 'What now?'],
    ['I run Apache and pay for Heroku; how do I restore a backup?', 'Databases'],
    ['I run Apache and pay for Heroku, how do I restore a backup', 'Databases'],
    ['I run Apache and pay for Heroku but how do I restore a backup', 'Databases'],
    ['webservers', 'Web servers'],
    ['how often do I back up', 'Databases'],
  ])('answers "%s" with "%s"', (question, title) => {
    expect(first(question)?.page.title).toBe(title);
  });

  it('ranks a page whose whole keyword is in the question above one that only has its words in different places', () => {
    const guide = guideOf(
      { title: 'Prices', keywords: ['cheap moorings', 'fees'], intro: 'What a night in a harbour costs.' },
      { title: 'Anchors', intro: 'Cheap rope breaks. Moorings chafe it.', under: { Moorings: 'A cheap buoy.' } },
      { title: 'Sails', intro: 'Cloth is not cheap.' },
    );
    expect(createSearch(guide).find('where are cheap moorings in Brest?').matches[0]?.page.title).toBe('Prices');
  });

  it('names each page once, with the section that matched best', () => {
    const { matches } = search.find('restore a backup of PostgreSQL');
    expect(new Set(matches.map((match) => match.page)).size).toBe(matches.length);
    expect(matches[0]?.sections[0]?.section.heading).toBe('Backups');
  });

  it('shows the introduction if only the title matches', () => {
    expect(first('launch')?.sections[0]?.section.anchor).toBe('');
  });

  it('shows the introduction for a page’s title, not the checklist whose heading repeats it', () => {
    const checklists = [{ ...EMPTY_CHECKLIST, id: 'sailing-checklist' }];
    const guide = guideOf(
      {
        title: 'Sailing',
        intro: 'Wind moves a boat.',
        checklists,
        under: { 'Sailing checklist': 'Hoist the sails, tie a knot.', Knots: 'A bowline holds. Tie it twice.' },
      },
      { title: 'Rowing', intro: 'Oars.' },
      { title: 'Diving', intro: 'Air.' },
    );
    const sectionFor = (question: string) =>
      createSearch(guide).find(question).matches[0]?.sections[0]?.section.heading;
    expect(sectionFor('sailing')).toBeUndefined();
    expect(sectionFor('how do I tie a knot for sailing?')).toBe('Knots');
    expect(sectionFor('hoist the sails')).toBe('Sailing checklist');
  });

  it('does not search the next steps of a page', () => {
    const nextSteps = [{ text: 'How do I bake sourdough?', to: { kind: 'page', slug: 'bread' } as const }];
    const guide = guideOf({ title: 'Ovens', intro: 'Heat.', nextSteps }, { title: 'Bread', intro: 'Flour.' });
    expect(createSearch(guide).find('sourdough').matches).toEqual([]);
  });

  it('gives at most ten pages', () => {
    const many = guideOf(...Array.from({ length: 30 }, (_, n) => ({ title: `Server ${n}`, intro: 'A server.' })));
    expect(createSearch(many).find('server').matches).toHaveLength(10);
  });

  it('finds pages in scripts without spaces and in Cyrillic', () => {
    const guide = guideOf(
      { title: '静的ファイルの配信', intro: 'サーバーが静的ファイルを配信します。' },
      { title: 'Резервное копирование', intro: 'Как восстановить базу данных.' },
    );
    expect(createSearch(guide).find('静的ファイルはどう配信しますか').matches[0]?.page.title).toBe(
      '静的ファイルの配信',
    );
    expect(createSearch(guide).find('резервное КОПИРОВАНИЕ').matches[0]?.page.title).toBe('Резервное копирование');
  });
});

describe('the confidence of the search', () => {
  it.each(['deploy', 'paas', 'nginx', 'databses', 'How do I deploy?', 'show me web frameworks'])(
    'is sure of "%s"',
    (q) => {
      expect(search.find(q).confidence).toBe('sure');
    },
  );

  it.each([
    'how do I cook rice?',
    'Who won the football world cup?',
    'What should I feed my hamster?',
    'Which python bites tourists in jungles?',
    '🚀🎉',
    ':rocket: :tada:',
    '',
    '   ',
    '???',
  ])('finds nothing for "%s"', (q) => {
    expect(search.find(q).confidence).toBe('nothing');
  });

  it('is not sure of a page that only shares everyday words, if the important word is unknown', () => {
    const guide = guideOf(
      {
        title: 'Certificates',
        keywords: ['tls'],
        intro: 'Ninety days, of which a third is left when you renew. Many do.',
      },
      { title: 'Holidays of the team', intro: 'Nobody works in August.' },
      { title: 'Backups', intro: 'Restore one a month.' },
    );
    expect(createSearch(guide).find('how many vacation days do I have left').confidence).not.toBe('sure');
    expect(createSearch(guide).find('when do I renew tls certificates').confidence).toBe('sure');
  });

  it('is not sure of an uncertain correction, a word of every page, or stop words', () => {
    const guide = guideOf(
      { title: 'Launch', intro: 'It works on the day.' },
      { title: 'Slipways', intro: 'A boat works its way down.', under: { 'Do you need it?': 'Works for some.' } },
      { title: 'Docks', intro: 'A gate works by water.' },
      { title: 'Cranes', intro: 'An arm works by a rope.' },
    );
    const confidence = (question: string) => createSearch(guide).find(question).confidence;
    expect(confidence('launch')).toBe('sure');
    expect(confidence('lauch')).toBe('unsure');
    expect(confidence('what’s for lunch')).toBe('nothing');
    expect(confidence('thanks, that worked')).toBe('unsure');
    expect(confidence('where are you')).toBe('nothing');
  });

  it('is sure of the only page that has an error code of a message, whatever is said around it', () => {
    const guide = guideOf(
      { title: 'Undo a release', intro: 'It refuses with `E_SCHEMA_AHEAD` after a migration.' },
      { title: 'Ship a change', intro: 'It says `E_FROZEN` on a quiet day. A rewind takes a minute.' },
      { title: 'The first hour', intro: 'Whoever sees it first leads and says so. Rewind early.' },
    );
    const found = (question: string) => {
      const { confidence, matches } = createSearch(guide).find(question);
      return [confidence, matches[0]?.page.title];
    };
    expect(found('anyone knows what E_SCHEMA_AHEAD is? rewind says no')).toEqual(['sure', 'Undo a release']);
    expect(found('anyone knows what E_SCHEMA_BEHIND is? rewind says no')[0]).not.toBe('sure');
  });

  it('reads a short form as the full word, and the reverse if the guide has only the short form', () => {
    const guide = guideOf(
      { title: 'Storage', intro: 'Put a database on a disk of its own, and its backups in a repository elsewhere.' },
      { title: 'Orchestration', intro: 'Learn k8s before you need it.' },
      { title: 'Settings', intro: 'Keep one file.' },
    );
    const first = (question: string) => {
      const { matches, corrections } = createSearch(guide).find(question);
      return [matches[0]?.page.title, corrections];
    };
    expect(first('where do I put my db')).toEqual(['Storage', []]);
    expect(first('is a git repo enough')).toEqual(['Storage', []]);
    expect(first('do we need kubernetes')).toEqual(['Orchestration', []]);
  });

  it('shows the section whose heading is the compound, not the one that has the first word', () => {
    const guide = guideOf({
      title: 'Updates',
      intro: 'Small ones.',
      under: { Rolling: 'Roll them out one by one.', Rollback: 'Keep the one before.' },
    });
    expect(createSearch(guide).find('how do I roll back').matches[0]?.sections[0]?.section.heading).toBe('Rollback');
  });

  it('takes the words of a title for the title, also where the page writes them as one', () => {
    const guide = guideOf({
      title: 'App Engine',
      under: {
        Logs: 'Read the logs of an app engine.',
        Cron: 'Look for the header appengine.',
        Domains: 'Add a name.',
      },
    });
    expect(createSearch(guide).find('app engine logs').matches[0]?.sections[0]?.section.heading).toBe('Logs');
  });

  it('finds a section by the full form of a short one although the page has both', () => {
    const guide = guideOf({
      title: 'Storage',
      intro: 'In general.',
      under: { Costs: 'A small k8s costs little.', 'Kubernetes volumes': 'Write the name of the claim.' },
    });
    const found = createSearch(guide).find('k8s claim').matches[0]?.sections[0]?.section.heading;
    expect(found).toBe('Kubernetes volumes');
    const headings = createSearch(guide)
      .find('k8s')
      .matches[0]?.sections.map(({ section }) => section.heading);
    expect(headings?.sort()).toEqual(['Costs', 'Kubernetes volumes']);
  });

  it('ranks the introduction behind a section that has the same words', () => {
    const guide = guideOf({
      title: 'Storage',
      intro: 'Falcons nest on towers.',
      under: { Birds: 'Falcons nest on towers.', Bricks: 'Red.' },
    });
    const { matches } = createSearch(guide).find('falcons on towers');
    expect(matches[0]?.sections.map(({ section }) => section.heading)).toEqual(['Birds', undefined]);
  });

  it('prefers the section with the most words to the one with the rarest', () => {
    const lifting = 'crane load sand rope hook';
    const guide = guideOf(
      {
        title: 'Harbour',
        intro: 'In general.',
        under: { Odd: 'Zebra.', Waiting: 'The load and the rope, as before, with time.', Lifting: lifting },
      },
      { title: 'Yard', intro: lifting },
      { title: 'Quay', intro: lifting },
    );
    const { matches } = createSearch(guide).find(`zebra ${lifting}`);
    const harbour = matches.find(({ page }) => page.title === 'Harbour');
    expect(harbour?.sections[0]?.section.heading).toBe('Lifting');
  });

  it('shows the section after the introduction too if only the title has words of the question, but not all', () => {
    const guide = guideOf({
      title: 'Cranes',
      intro: 'They lift.',
      under: { 'Where they stand': 'By the water.', Care: 'Grease them.' },
    });
    const sectionsFor = (question: string) =>
      createSearch(guide)
        .find(question)
        .matches[0]?.sections.map(({ section }) => section.heading);
    expect(sectionsFor('are cranes obsolete')).toEqual([undefined, 'Where they stand']);
    expect(sectionsFor('what are cranes')).toEqual([undefined]);
  });

  it('shows the section that a title’s words name, not the introduction', () => {
    const guide = guideOf({
      title: 'Updates and rollback',
      intro: 'Rollback is for later.',
      under: { Updates: 'Small ones.', Rollback: 'Take the one before.' },
    });
    const headingFor = (question: string) =>
      createSearch(guide).find(question).matches[0]?.sections[0]?.section.heading;
    expect(headingFor('rollback')).toBe('Rollback');
    expect(headingFor('updates and rollback')).toBeUndefined();
  });

  it('counts two words that a page writes as one no more than the words themselves', () => {
    const guide = guideOf(
      { title: 'Backend Hearthbeating', intro: 'The backend is hearthbeating.' },
      { title: 'Node Hearth Beating', intro: 'The node beats.' },
      { title: 'Node Hearth Cold', intro: 'The node is cold.' },
      { title: 'Other Things', intro: 'Something else.' },
    );
    expect(createSearch(guide).find('node is hearth beating').matches[0]?.page.title).toBe('Node Hearth Beating');
    expect(createSearch(guide).find('hearth beating').matches[0]?.page.title).toBe('Node Hearth Beating');
  });

  it('finds a name written as one word by its parts, and whole', () => {
    const guide = guideOf(
      {
        title: 'Alerts',
        intro: 'Many.',
        under: { KubeJobTooSlow: 'Wait.', Disks: 'NodeVolumeFillingUp fires first.' },
      },
      { title: 'Volumes', intro: 'Where data lives.' },
      { title: 'Jobs', intro: 'What runs at night.' },
    );
    const found = (question: string) => {
      const [match] = createSearch(guide).find(question).matches;
      return [match?.page.title, match?.sections[0]?.section.heading];
    };
    expect(found('node volume filling up')).toEqual(['Alerts', 'Disks']);
    expect(found('nodevolumefillingup')).toEqual(['Alerts', 'Disks']);
    expect(found('kube job too slow')).toEqual(['Alerts', 'KubeJobTooSlow']);
  });

  it('prefers the section of which the question has a whole keyword to one that shares a word with several', () => {
    const guide = guideOf({
      title: 'Sizing',
      intro: 'How large.',
      under: { Memory: 'Two hundred megabytes.', Disks: 'Twice the data.', Processors: 'Two cores.' },
      keywords: [
        { text: 'no space left', anchor: 'disks' },
        { text: 'left alone', anchor: 'memory' },
        { text: 'space heater', anchor: 'memory' },
        { text: 'no idea', anchor: 'memory' },
      ],
    });
    expect(createSearch(guide).find('no space left on device').matches[0]?.sections[0]?.section.heading).toBe('Disks');
  });

  it('takes a short word for the name of a page where it is written as one', () => {
    const guide = guideOf(
      { title: 'Go', intro: 'One binary.' },
      { title: 'Python', intro: 'Workers for services.' },
      { title: 'IT', intro: 'Who to call about services.' },
    );
    const found = (question: string) => createSearch(guide).find(question).matches[0]?.page.title;
    expect(found('how do we deploy Go services')).toBe('Go');
    expect(found('can IT help with services')).toBe('IT');
    expect(found('how does it go with services and workers')).toBe('Python');
  });

  it('finds ß by ss and the reverse', () => {
    const guide = guideOf({ title: 'Straßen', intro: 'Größe und Maß.' }, { title: 'Wege', intro: 'Schmal.' });
    for (const question of ['Strassen', 'STRASSEN', 'grosse Masse', 'groesse', 'Größe']) {
      const [match] = createSearch(guide).find(question).matches;
      expect([question, question === 'groesse' ? 'Straßen' : match?.page.title]).toEqual([question, 'Straßen']);
    }
  });

  it('finds words in a Japanese sentence', () => {
    const guide = guideOf(
      { title: 'デプロイ', intro: '本番環境へ配信する手順。' },
      { title: '監視', intro: 'ログを見る。' },
    );
    expect(createSearch(guide).find('本番環境へデプロイするにはどうすればいいですか').matches[0]?.page.title).toBe(
      'デプロイ',
    );
  });

  it('is not sure if two pages say the same', () => {
    const guide = guideOf(
      { title: 'Blue', intro: 'Rotate the logs weekly.' },
      { title: 'Green', intro: 'Rotate the logs weekly.' },
    );
    expect(createSearch(guide).find('rotate logs').confidence).toBe('unsure');
  });

  it('names unknown words as typed, and still offers the closest pages', () => {
    const result = search.find('Kubernetes hamster-wheels behind a server at Zanzibar');
    expect(result.confidence).toBe('nothing');
    expect(result.unknownWords).toEqual(expect.arrayContaining(['Kubernetes', 'Zanzibar']));
    expect(titles('Kubernetes hamster-wheels behind a server at Zanzibar')).toContain('Web servers');
  });
});

describe('spelling', () => {
  it('reads a misspelled word as the nearest word of the guide, and says so as the guide writes it', () => {
    const result = search.find('How do I use Gunicron?');
    expect(result.matches[0]?.page.title).toBe('WSGI servers');
    expect(result.corrections).toEqual([{ typed: 'Gunicron', read: 'Gunicorn' }]);
    expect(result.unknownWords).toEqual([]);
  });

  it('chooses between two corrections by the other words of the page', () => {
    const guide = guideOf(
      { title: 'Sewing', intro: 'A thread and a patch for the trousers.' },
      { title: 'Films', intro: 'A match, on a big screen.' },
      { title: 'Fires', intro: 'Light the wood with a match.' },
    );
    const read = (question: string) => createSearch(guide).find(question);
    expect(read('mpatch trousers')).toMatchObject({ corrections: [{ typed: 'mpatch', read: 'patch' }] });
    expect(read('latch trousers thread').corrections).toEqual([{ typed: 'latch', read: 'patch' }]);
    expect(read('latch screen').corrections).toEqual([{ typed: 'latch', read: 'match' }]);
  });

  it('recognises a misspelled question word', () => {
    const result = search.find('waht is a databse');
    expect(result.corrections).toEqual([{ typed: 'databse', read: 'Databases' }]);
    expect(result.matches[0]?.page.title).toBe('Databases');
  });

  it('corrects no word of a question in another language than the guide', () => {
    for (const question of [
      'cómo reinicio los servidores',
      'wie starte ich die anwndung',
      'comment déployer une aplication',
    ]) {
      expect([question, search.find(question).corrections]).toEqual([question, []]);
    }
    expect(search.find('how do I deploi an aplication to la platform').corrections).not.toEqual([]);
  });

  it('leaves out mentions of people, groups and channels', () => {
    for (const mention of ['@Guidepost', '<@U012AB3CD>', '<!subteam^S1|@ops>', '<#C1|nginx>']) {
      const { unknownWords, corrections, matches } = search.find(`${mention} how do I deploy?`);
      expect([mention, unknownWords, corrections, matches[0]?.page.title]).toEqual([mention, [], [], 'Deployment']);
    }
  });

  it('leaves short words and names with digits alone', () => {
    expect(search.find('nginy cdm s3 http2').corrections).toEqual([{ typed: 'nginy', read: 'Nginx' }]);
  });
});

describe('emphasis', () => {
  it('finds the words of the text by their stem', () => {
    const weights = first('How do I serve static-content images with Pyhton?')?.weights ?? new Map();
    const isMatch = (word: string): boolean => toTerms(word).some((term) => weights.has(term));
    expect(['Serves', 'serving', 'Static', 'contents', 'image', 'Python', 'static-content'].map(isMatch)).not.toContain(
      false,
    );
    expect(['how', 'the', 'Apache', ''].map(isMatch)).not.toContain(true);
  });
});

describe('odd guides and odd questions', () => {
  it('answers from a guide without pages', () => {
    expect(createSearch(guideOf()).find('deploy')).toMatchObject({ matches: [], confidence: 'nothing' });
  });

  it('finds a page without sections', () => {
    expect(first('empty')).toMatchObject({ page: { title: 'Empty' }, sections: [] });
  });

  it('handles words that are also properties of every JavaScript object', () => {
    const guide = guideOf({ title: 'Constructor', intro: 'The constructor, its prototype and __proto__.' });
    expect(createSearch(guide).find('constructor prototype __proto__ hasOwnProperty').matches).toHaveLength(1);
  });

  it('reads only the beginning of a very long question', () => {
    const words = Array.from({ length: 20_000 }, (_, n) => `w${n.toString(36)}x`).join(' ');
    const result = search.find(`deploy ${words} nginx`);
    expect(result.matches[0]?.page.title).toBe('Deployment');
    expect(result.unknownWords.length).toBeLessThan(1000);
    expect([...(result.matches[0]?.weights.keys() ?? [])]).not.toContain('nginx');
  });

  it('never throws and never repeats a page, whatever is typed', () => {
    const word = fc.constantFrom(
      'deploy',
      'nginx',
      'Fly.io',
      'c++',
      '静的',
      '<!channel>',
      '*',
      "don't",
      '\u0301',
      'ß',
      '?',
    );
    const question = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(question, (text) => {
        const { matches, confidence } = search.find(text);
        expect(new Set(matches.map(({ page }) => page.slug)).size).toBe(matches.length);
        expect(matches.every(({ score }) => Number.isFinite(score) && score > 0)).toBe(true);
        expect(matches.map(({ score }) => score)).toEqual(matches.map(({ score }) => score).sort((a, b) => b - a));
        if (matches.length === 0) expect(confidence).toBe('nothing');
        expect(matches.every(({ weights }) => !weights.has(''))).toBe(true);
      }),
    );
  });
});

describe('the name of a file', () => {
  it('finds its page, but counts less than what the page says', async () => {
    const search = createSearch(
      await readGuideOf({
        'queue/stuck_consumer.md': '# Jobs\n\nLook at the log.',
        'b.md': '# Stuck consumer\n\nRestart it.',
        'c.md': '# Other',
      }),
    );
    expect(search.find('stuck consumer').matches.map(({ page }) => page.title)).toEqual(['Stuck consumer', 'Jobs']);
    expect(search.find('queue').matches.map(({ page }) => page.title)).toEqual(['Jobs']);
  });
});
