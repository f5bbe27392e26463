import { availableParallelism } from 'node:os';

// Jest runs what esbuild wrote into .build/ (scripts/test.js), so it transforms nothing. BUILD_DIR names another folder.
export default {
  rootDir: process.env.BUILD_DIR ?? '.build',
  testMatch: ['**/*.test.js'],
  testEnvironment: '<rootDir>/test/jest-environment.js',
  globalSetup: '<rootDir>/test/say-what-is-left-out.js',
  // Only for what hangs: how fast the machine is must not decide a test.
  testTimeout: 300_000,
  // Most tests wait for a server, a browser or a process more than they work.
  maxWorkers: availableParallelism() + 2,
  // Node.js does not free the modules of a test file. A worker whose heap has grown becomes slow: another takes its place.
  workerIdleMemoryLimit: '400MB',
  transform: {},
  injectGlobals: false,
};
