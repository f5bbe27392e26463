/**
 * Bolt's index loads every receiver that it has, and with them Express, OAuth and another client for HTTP: two megabytes of
 * programs that the server never runs. It gets the parts that it uses. A name that is missing here fails the build.
 */
const PARTS = {
  app: `
    export { default as App, LogLevel } from '@slack/bolt/dist/App.js';
    export { ReceiverMultipleAckError } from '@slack/bolt/dist/errors.js';`,
  socket: `
    export { default as SocketModeReceiver } from '@slack/bolt/dist/receivers/SocketModeReceiver.js';`,
};

/** What Bolt would receive with where it is given no receiver; it always is. */
const NO_RECEIVER = `
  Object.defineProperty(exports, '__esModule', { value: true });
  exports.default = class {
    constructor() {
      throw new Error('This build has no receiver of Bolt in its App: hand one in (src/slack/edge.ts)');
    }
  };`;

export function slimBolt(root) {
  return {
    name: 'slim-bolt',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@slack\/bolt$/ }, ({ importer }) => ({
        path: /socket-edge\.ts$/.test(importer) ? 'socket' : 'app',
        namespace: 'bolt',
      }));
      onLoad({ filter: /.*/, namespace: 'bolt' }, ({ path }) => ({ contents: PARTS[path], resolveDir: root }));
      onResolve({ filter: /^\.\/receivers\/(HTTP|SocketMode)Receiver$/ }, ({ importer, path }) =>
        /bolt[\\/]dist[\\/]App\.js$/.test(importer) ? { path, namespace: 'no-receiver' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'no-receiver' }, () => ({ contents: NO_RECEIVER }));
    },
  };
}
