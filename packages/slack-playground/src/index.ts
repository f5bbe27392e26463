export { type Inline, type MrkdwnBlock, parseInline, parseMrkdwn } from './page/mrkdwn/parse.js';
export { type PreviewOptions, previewPage } from './preview-page.js';
export type { Block, PreviewCard, Warning } from './protocol.js';
export { type Playground, type PlaygroundLogger, type PlaygroundOptions, startPlayground } from './server.js';
