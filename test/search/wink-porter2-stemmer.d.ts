declare module 'wink-porter2-stemmer' {
  /** Porter 2 (Snowball English): a lower-case word to its stem. */
  export default function stem(word: string): string;
}
