import { create, insertMultiple, search } from '@orama/orama';
import elasticlunr from 'elasticlunr';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { createSearch } from '../../src/search/search.js';
import { timeQuestions, weighed } from '../measure.js';
import { askAll, figures, measure, ours, table } from './questions.js';

/** One table of our search and its peers. A peer gets the documents, whole pages or sections, with which it does better. */
export async function compare({ guide, questions }, asked) {
  const { PEERS } = await import('./compare.js').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error('The peers are not installed: npm ci --prefix bench');
    process.exit(2);
  });
  const search = weighed(() => createSearch(guide), 5);
  const rows = [
    ['', 'documents', 'Hit@1', 'Hit@3', 'MRR', '95 % interval', 'index ms', 'p50 ms', 'p99 ms', 'heap MiB'],
    row('Guidepost', 'both', askAll(asked, ours(search.made)), search, timeQuestions(questions, ours(search.made))),
    [
      'Guidepost, “nothing found” is a miss',
      'both',
      ...figures(askAll(asked, ours(search.made, { asAsked: true }))),
      ...Array(4).fill(''),
    ],
  ];
  for (const [name, create] of Object.entries(PEERS)) {
    const tried = [
      ['pages', pageDocuments(guide)],
      ['sections', sectionDocuments(guide)],
    ].map(([kind, documents]) => {
      const pages = new Map(documents.map(({ id, page }) => [id, page]));
      const built = weighed(() => create(documents), 3);
      const find = (question) => [...new Set(built.made(question).map((id) => pages.get(id)))];
      const outcomes = askAll(asked, find);
      return { kind, built, find, outcomes, ...measure(outcomes.map(({ rank }) => rank)) };
    });
    const best = tried.sort((a, b) => b.mrr - a.mrr)[0];
    rows.push(row(name, best.kind, best.outcomes, best.built, timeQuestions(questions, best.find, 1)));
  }
  return table(rows);
}

function row(name, documents, outcomes, { milliseconds, mebibytes }, { p50, p99 }) {
  return [
    name,
    documents,
    ...figures(outcomes),
    milliseconds.toFixed(0),
    p50.toFixed(2),
    p99.toFixed(2),
    mebibytes.toFixed(1),
  ];
}

/** The fields that every peer may search. What authors add besides prose is given to the peers as it is to us. */
export const FIELDS = ['title', 'names', 'headings', 'summary', 'text'];

/** One document for each page. */
export function pageDocuments(guide) {
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

/** One document for each section, as search on documentation sites has it: a page comes where its best section does. */
export function sectionDocuments(guide) {
  return guide.pages.flatMap((page) =>
    page.sections.map((section, place) => ({
      id: `${page.slug}#${section.anchor}`,
      page: page.slug,
      title: page.title,
      names: place === 0 ? [...page.aliases, ...page.keywords].join(', ') : '',
      headings: section.heading ?? '',
      summary: place === 0 ? page.summary : '',
      text: section.text,
    })),
  );
}

/** More than ten, so that enough pages remain where the documents are sections. */
const MOST = 100;

function miniSearch(options) {
  return (documents) => {
    const index = new MiniSearch({ fields: FIELDS, searchOptions: options });
    index.addAll(documents);
    return (question) => index.search(question).map(({ id }) => id);
  };
}

/**
 * The peers, each with the settings of its documentation for whole sentences: any word may match, the best first. Each is
 * built over documents and asked for their ids.
 */
export const PEERS = {
  MiniSearch: miniSearch({}),
  // VitePress: src/client/theme-default/components/VPLocalSearchBox.vue. Its fields are title, titles (those above) and text.
  'MiniSearch, as VitePress': (documents) => {
    const index = new MiniSearch({
      fields: ['title', 'titles', 'text'],
      searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
    });
    index.addAll(
      documents.map(({ id, title, headings, names, summary, text }) => ({
        id,
        title: id.includes('#') && headings !== '' ? headings : title,
        titles: id.includes('#') ? title : headings,
        text: [names, summary, text].join('\n'),
      })),
    );
    return (question) => index.search(question).map(({ id }) => id);
  },
  lunr: (documents) => {
    const index = lunr(function () {
      this.ref('id');
      for (const field of FIELDS) this.field(field);
      for (const document of documents) this.add(document);
    });
    // A query object, as marks such as ":" mean something in lunr's query strings.
    return (question) =>
      index
        .query((query) => {
          for (const token of lunr.tokenizer(question)) query.term(token.toString().replace(/^\W+|\W+$/g, ''), {});
        })
        .map(({ ref }) => ref);
  },
  elasticlunr: (documents) => {
    const index = elasticlunr(function () {
      this.setRef('id');
      for (const field of FIELDS) this.addField(field);
      this.saveDocument(false);
    });
    for (const document of documents) index.addDoc(document);
    return (question) => index.search(question, { bool: 'OR' }).map(({ ref }) => ref);
  },
  FlexSearch: (documents) => {
    const index = new FlexSearch.Document({
      document: { id: 'id', index: FIELDS },
      encoder: FlexSearch.Charset.LatinBalance,
    });
    for (const document of documents) index.add(document);
    // "suggest" is its OR.
    return (question) => index.search(question, { limit: MOST, suggest: true, merge: true }).map(({ id }) => id);
  },
  Orama: (documents) => {
    const index = create({
      schema: Object.fromEntries(['id', ...FIELDS].map((field) => [field, 'string'])),
      components: { tokenizer: { stemming: true, language: 'english' } },
    });
    // Without hooks of its own Orama works at once, and its promise has nothing to wait for.
    void insertMultiple(index, documents);
    return (question) =>
      search(index, { term: question, properties: FIELDS, threshold: 1, limit: MOST }).hits.map(
        ({ document }) => document.id,
      );
  },
  'Fuse.js': (documents) => {
    const index = new Fuse(documents, { keys: FIELDS, useTokenSearch: true, ignoreLocation: true });
    return (question) => index.search(question, { limit: MOST }).map(({ item }) => item.id);
  },
};
