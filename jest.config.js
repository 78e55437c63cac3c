// Jest on Node 24: native ESM, TypeScript stripped by swc.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/matchers.ts'],
  testTimeout: 20_000,
  // Jest leaves one core idle; here many tests wait rather than work.
  maxWorkers: '100%',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageProvider: 'v8',
}
