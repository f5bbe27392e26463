// Jest runs what `npm run build -- --tests` wrote. BUILD_DIR lets two checkouts of the build live side by side.
export default {
  rootDir: process.env.BUILD_DIR ?? '.build',
  roots: ['<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  // A deadline for what hangs, not for what is slow: a busy machine must not decide a test.
  testTimeout: 60_000,
  // Most tests wait for a server, a browser or a process more than they work.
  maxWorkers: '100%',
  transform: {},
  injectGlobals: false,
};
