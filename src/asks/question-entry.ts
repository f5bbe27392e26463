/** An entry of a file of questions, as `guidepost evaluate` reads it. @param page a slug, or `none` if the guide has no answer */
export function questionEntry({ question, page }: { readonly question: string; readonly page: string }): string {
  const text = question.replace(/\s+/g, ' ').trim();
  // A text in double quotes is the same in JSON and in YAML; a slug may look like a number or a word of YAML.
  const slug = /^(?!(?:true|false|null)$)[a-z][\w/-]*$/i.test(page) ? page : JSON.stringify(page);
  return `- question: ${JSON.stringify(text)}\n  page: ${slug}\n`;
}
