import { guideOf } from './guide-of.js';

/** Enough pages to make common words common and informative words rare. */
export const smallGuide = guideOf(
  {
    title: 'Deployment',
    summary: 'Bring an app from a laptop to production.',
    aliases: ['deploy', 'launch'],
    intro: 'Deployment puts an app where its users reach it.',
    under: {
      'Ways to host': 'A platform, a virtual server or a container.',
      'Before the first release': 'Back up, test.',
    },
  },
  {
    title: 'Platform-as-a-Service',
    summary: 'A platform runs the servers, you push code.',
    aliases: ['Heroku', 'Fly.io'],
    intro: 'Heroku, Fly.io and Render take code and run it.',
    under: { 'When a platform fits': 'Small teams deploy on a platform first.', Pricing: 'The price of a dyno.' },
  },
  {
    title: 'Web servers',
    summary: 'Nginx and Apache answer requests and pass them on.',
    keywords: ['reverse proxy'],
    intro: 'A web server listens for requests.',
    under: { Nginx: 'Nginx serves static files and proxies the rest.', Apache: 'Apache has modules.' },
  },
  {
    title: 'WSGI servers',
    summary: 'Run Python web apps behind a web server.',
    intro: 'Gunicorn and uWSGI run Python apps.',
    under: { Gunicorn: 'Workers are set in gunicorn.conf.py before the start.', uWSGI: 'Many options.' },
  },
  {
    title: 'Static content',
    summary: 'Serve images, stylesheets and scripts.',
    intro: 'Static-content hosting needs no Python.',
    under: { 'Content delivery networks': 'A CDN keeps copies near the asker.' },
  },
  {
    title: 'Databases',
    summary: 'Store data that must survive a restart.',
    intro: 'PostgreSQL keeps data safe.',
    under: { Backups: 'Restore a backup once a month.', Connections: 'Each worker opens a connection to PostgreSQL.' },
  },
  { title: 'Web frameworks', summary: 'Write less code.', intro: 'Django and Flask are web frameworks.' },
  { title: 'Other web frameworks', summary: 'The lesser known.', intro: 'Bottle and Pyramid are web frameworks.' },
  {
    title: 'Websockets',
    summary: 'A connection that stays open.',
    intro: 'Websockets in Node.js speak C++ here, and a café serves é.',
  },
  { title: 'Why use Python?', summary: 'What the language is good for.', intro: 'Python reads well.' },
  { title: 'What now?', intro: '' },
  { title: 'Empty', sections: [] } as never,
);
