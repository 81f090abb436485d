import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types for every operation in src, made from the schema that the server publishes at /schema.graphql. */
const config: CodegenConfig = {
  schema: process.env['ACCOMPANY_SCHEMA'] ?? '../schema.graphql',
  documents: ['src/**/*.ts', '!src/gql/**'],
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        // Both travel as text: an instant such as 2027-01-15T18:00:00Z, a day such as 2027-01-15.
        scalars: { DateTime: 'string', Date: 'string' },
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
      },
    },
  },
  // The generated files are imported as native modules.
  emitLegacyCommonJSImports: false,
};

export default config;
