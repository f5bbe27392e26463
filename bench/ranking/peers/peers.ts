import { create, insertMultiple, search } from '@orama/orama';
import elasticlunr from 'elasticlunr';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { FIELDS } from './documents.js';

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
