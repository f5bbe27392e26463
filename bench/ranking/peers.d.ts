// The part of the peers' interfaces that compare.ts uses. They are installed separately (npm ci --prefix bench), so that the app's own
// installation stays small.

declare module '@orama/orama' {
  export type Index = object;
  export function create(options: object): Index;
  export function insertMultiple(index: Index, documents: readonly object[]): unknown;
  export function search(index: Index, options: object): { hits: { document: { id: string } }[] };
}

declare module 'elasticlunr' {
  interface Builder {
    setRef(field: string): void;
    addField(field: string): void;
    saveDocument(save: boolean): void;
    addDoc(document: object): void;
    search(question: string, options: object): { ref: string }[];
  }
  /** Calls `configure` with the index as its first argument, too. */
  export default function elasticlunr(configure: (index: Builder) => void): Builder;
}

declare module 'flexsearch' {
  class Document {
    constructor(options: object);
    add(document: object): void;
    search(question: string, options: object): { id: string }[];
  }
  const FlexSearch: { Document: typeof Document; Charset: { LatinBalance: object } };
  export default FlexSearch;
}

declare module 'fuse.js' {
  export default class Fuse<T> {
    constructor(documents: readonly T[], options: object);
    search(question: string, options: { limit: number }): { item: T }[];
  }
}

declare module 'lunr' {
  interface Builder {
    ref(field: string): void;
    field(field: string): void;
    add(document: object): void;
  }
  interface Query {
    term(term: string, options: object): void;
  }
  interface Index {
    query(build: (query: Query) => void): { ref: string }[];
  }
  /** Calls `configure` with the builder as its first argument, too. */
  function lunr(configure: (builder: Builder) => void): Index;
  namespace lunr {
    function tokenizer(text: string): { toString(): string }[];
  }
  export default lunr;
}
