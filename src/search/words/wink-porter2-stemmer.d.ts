declare module 'wink-porter2-stemmer' {
  /** Porter 2 (Snowball English): the stem of a lower-case word. */
  export default function porter2(word: string): string;
}
