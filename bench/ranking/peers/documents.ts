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
