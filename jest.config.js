// Jest runs what tsc wrote. BUILD_DIR lets two checkouts of the build live side by side.
export default {
  rootDir: process.env.BUILD_DIR ?? '.build',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  injectGlobals: false,
};
