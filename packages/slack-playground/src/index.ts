export { type Playground, type PlaygroundLogger, type PlaygroundOptions, startPlayground } from './server.js';
