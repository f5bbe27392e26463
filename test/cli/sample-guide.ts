/** Three pages that lead to each other, one with a checklist. */
export const sampleGuide = {
  'content/static-content.md': `---
title: Static content
summary: Serve images, stylesheets and scripts.
aliases: [assets]
choices:
  - text: Which web server should I use?
    to: web-servers
  - text: What does the standard say?
    to: https://example.com/standard
---
Browsers ask for **static files** again and again.

## Content delivery networks
A CDN keeps copies near the asker. See [the list](https://example.com/cdns) and [web servers](web-servers.md).

- Short lifetimes for pages
- Long ones for \`hashed.js\`

## Static content checklist
1. Give files a hash. It goes into the name.
2. Put a CDN in front
`,
  'content/web-servers.md': `---
title: Web servers
summary: Nginx and Apache answer requests.
---
Nginx serves files and passes the rest on.
`,
  'content/databases.md': `---
title: Databases
summary: Store what must survive a restart.
---
PostgreSQL keeps data safe. Restore a backup once a month.
`,
};
