// The one set of compiler settings, for the build and for Jest: a test must run what is shipped.
// They mirror tsconfig.json, where the type checker reads the same choices.
const options = (tsx) => ({
  swcrc: false,
  configFile: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, tsx },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
});

export const swcOptions = options(false);
/** Of pages, whose markup stands in the code: `.tsx`. */
export const swcPageOptions = options(true);
