const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const ABBREVIATION =
  /(?:^|[\s("“])(?:e\.g|i\.e|etc|cf|vs|approx|resp|incl|Mr|Mrs|Ms|Dr|St|No|Fig|Inc|Ltd|Jr|Sr)\.\s*$/i;

/** The sentences of a text, with the white space that follows each: joined they are the text again. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  // The segmenter ends a sentence at every line break; here a break is a space. Same length, so that offsets stay true.
  const line = text.replace(/\s/g, ' ');
  for (const { segment } of segmenter.segment(line)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last)) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
}
