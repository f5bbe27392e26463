import { create, insertMultiple, search } from '@orama/orama';
import elasticlunr from 'elasticlunr';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Guide } from '../../src/guide/page.js';
import { createSearch } from '../../src/search/search.js';
import { type Built, measureBuild, required, table, timeQuestions } from '../measure.js';
import { askAll, type Corpus, figureCells, findWith, measure, type Outcome, type Question } from './questions.js';

/**
 * A table of Guidepost's search and its peers. A peer gets whole pages or sections as documents, whichever gives better figures.
 * @param asked the questions for the figures; times are always measured with the original questions
 */
export function compare({ guide, questions }: Corpus, asked: readonly Question[]): string {
  const built = measureBuild(() => createSearch(guide), 5);
  const find = findWith(built.made);
  const asAsked = findWith(built.made, { asAsked: true });
  const rows = [
    ['', 'documents', 'Hit@1', 'Hit@3', 'MRR', '95 % interval', 'index ms', 'p50 ms', 'p99 ms', 'heap MiB'],
    row('Guidepost', 'both', askAll(asked, find), built, timeQuestions(questions, find)),
    ['Guidepost, “nothing found” is a miss', 'both', ...figureCells(askAll(asked, asAsked)), ...Array(4).fill('')],
  ];
  for (const [name, createPeer] of Object.entries(PEERS)) {
    const [best] = [
      { kind: 'pages', documents: pageDocuments(guide) },
      { kind: 'sections', documents: sectionDocuments(guide) },
    ]
      .map(({ kind, documents }) => {
        const pages = new Map(documents.map(({ id, page }) => [id, page]));
        const peer = measureBuild(() => createPeer(documents), 3);
        const findPages = (question: string) => [...new Set(peer.made(question).flatMap((id) => pages.get(id) ?? []))];
        const outcomes = askAll(asked, findPages);
        return { kind, peer, findPages, outcomes, mrr: measure(outcomes).mrr };
      })
      .sort((a, b) => b.mrr - a.mrr);
    const { kind, outcomes, peer, findPages } = required(best, 'result');
    rows.push(row(name, kind, outcomes, peer, timeQuestions(questions, findPages, 1)));
  }
  return table(rows);
}

function row(
  name: string,
  documents: string,
  outcomes: readonly Outcome[],
  { milliseconds, mebibytes }: Built<unknown>,
  { p50, p99 }: { p50: number; p99: number },
): string[] {
  return [
    name,
    documents,
    ...figureCells(outcomes),
    milliseconds.toFixed(0),
    p50.toFixed(2),
    p99.toFixed(2),
    mebibytes.toFixed(1),
  ];
}

/** What a peer searches. It gets an author's other names and keywords too, as Guidepost does. */
interface Document {
  id: string;
  page: string;
  title: string;
  names: string;
  headings: string;
  summary: string;
  text: string;
}

const FIELDS = ['title', 'names', 'headings', 'summary', 'text'] as const;

/** One document for each page. */
function pageDocuments(guide: Guide): Document[] {
  return guide.pages.map((page) => ({
    id: page.slug,
    page: page.slug,
    title: page.title,
    names: [...page.aliases, ...page.keywords].join(', '),
    headings: page.sections.flatMap(({ heading }) => heading ?? []).join('\n'),
    summary: page.summary,
    text: page.sections.map(({ text }) => text).join('\n'),
  }));
}

/** One document for each section, as in the search of documentation sites: a page has the rank of its best section. */
function sectionDocuments(guide: Guide): Document[] {
  return guide.pages.flatMap((page) =>
    page.sections.map((section, index) => ({
      id: `${page.slug}#${section.anchor}`,
      page: page.slug,
      title: page.title,
      names: index === 0 ? [...page.aliases, ...page.keywords].join(', ') : '',
      headings: section.heading ?? '',
      summary: index === 0 ? page.summary : '',
      text: section.text,
    })),
  );
}

/** More than ten, so that enough pages remain if the documents are sections. */
const LIMIT = 100;

/** Builds an index. @returns a function from a question to the ids of documents, best first */
type Peer = (documents: readonly Document[]) => (question: string) => string[];

/** Each has the settings that its documentation recommends for whole sentences: any word may match. */
const PEERS: Readonly<Record<string, Peer>> = {
  MiniSearch: (documents) => miniSearch(documents, [...FIELDS]),
  // VitePress: src/client/theme-default/components/VPLocalSearchBox.vue. Its fields are title, titles (those above) and text.
  'MiniSearch, as VitePress': (documents) =>
    miniSearch(
      documents.map(({ id, title, headings, names, summary, text }) => ({
        id,
        title: id.includes('#') && headings !== '' ? headings : title,
        titles: id.includes('#') ? title : headings,
        text: [names, summary, text].join('\n'),
      })),
      ['title', 'titles', 'text'],
      { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
    ),
  lunr: (documents) => {
    const index = lunr((builder) => {
      builder.ref('id');
      for (const field of FIELDS) builder.field(field);
      for (const document of documents) builder.add(document);
    });
    // A query object, because characters such as ":" have a meaning in lunr's query strings.
    return (question) =>
      index
        .query((query) => {
          for (const token of lunr.tokenizer(question)) query.term(`${token}`.replace(/^\W+|\W+$/g, ''), {});
        })
        .map(({ ref }) => ref);
  },
  elasticlunr: (documents) => {
    const index = elasticlunr((builder) => {
      builder.setRef('id');
      for (const field of FIELDS) builder.addField(field);
      builder.saveDocument(false);
    });
    for (const document of documents) index.addDoc(document);
    return (question) => index.search(question, { bool: 'OR' }).map(({ ref }) => ref);
  },
  FlexSearch: (documents) => {
    const index = new FlexSearch.Document({
      document: { id: 'id', index: [...FIELDS] },
      encoder: FlexSearch.Charset.LatinBalance,
    });
    for (const document of documents) index.add(document);
    // "suggest" is its OR.
    return (question) => index.search(question, { limit: LIMIT, suggest: true, merge: true }).map(({ id }) => id);
  },
  Orama: (documents) => {
    const index = create({
      schema: Object.fromEntries(['id', ...FIELDS].map((field) => [field, 'string'])),
      components: { tokenizer: { stemming: true, language: 'english' } },
    });
    // Without hooks it works synchronously: its promise has nothing to wait for.
    void insertMultiple(index, [...documents]);
    return (question) =>
      search(index, { term: question, properties: [...FIELDS], threshold: 1, limit: LIMIT }).hits.map(
        ({ document }) => document.id,
      );
  },
  'Fuse.js': (documents) => {
    const index = new Fuse(documents, { keys: [...FIELDS], useTokenSearch: true, ignoreLocation: true });
    return (question) => index.search(question, { limit: LIMIT }).map(({ item }) => item.id);
  },
};

function miniSearch(
  documents: readonly { id: string }[],
  fields: string[],
  searchOptions: SearchOptions = {},
): (question: string) => string[] {
  const index = new MiniSearch({ fields, searchOptions });
  index.addAll(documents);
  return (question) => index.search(question).map(({ id }) => id);
}
