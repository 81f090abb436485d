/**
 * Who may know whom. Each rule here is seen to fail on a planted fault by test/architecture/dependency-rules.spec.ts.
 *
 * Features stand in the order in which they may know each other: a child knows its parents, never the reverse.
 * A new feature takes its place in this list; until then every import it makes is reported.
 */
const FEATURES = [
  // Low: everybody may record what happened and tell people about it.
  'record',
  'notifications',

  'people',
  'passkeys',
  'single-sign-on',
  'app-tokens',
  'communities',
  'admissions',
  'standings',
  'constituencies',
  'organizations',
  'allies',
  'campaigns',
  'inbox',
  'live',
  'coalitions',
  'dashboard-keys',
  'testimonies',
  'learning',
  'concerns',
  'priorities',
  'rounds',
  'mandates',
  'asks',
  'sign-up-sheets',
  'offers',
  'pledges',
  'matching',
  'fulfilment',
  'threads',
  'reminders',
  'feeds',
  'reflections',
  // What of all the work above waits for whom.
  'worklist',
  'pages',
  'ask-pages',
  'link-pages',
  'webhooks',
  'interop',
  // Whole stories in one step, out of the services above.
  'first-steps',

  // What people say by phone or on paper, until it counts.
  'entries',

  // What is carried away as files.
  'exports',

  // What the host may do, by id alone.
  'operators',

  // What all of them hold about a person, and what becomes of it.
  'own-data',

  // Reading what all of them wrote.
  'record-reading',
  'nodes',

  // Proves from record and tables whose the priorities are.
  'sovereignty',

  // Reads all of them, and nobody but the application itself knows it.
  'progress',
];

const SPECS = '\\.spec\\.tsx?$';
const PACKAGES = [
  'npm',
  'npm-dev',
  'npm-optional',
  'npm-peer',
  'npm-bundled',
  'npm-no-pkg',
  'npm-unknown',
  'core',
  'unknown',
  'undetermined',
];

const packageNamed = (...names) => `(?:^|/)node_modules/(?:@types/)?(?:${names.join('|')})(?:/|$)`;

const childrenKnowParents = FEATURES.slice(0, -2).map((feature, place) => ({
  name: 'children-know-parents',
  comment: `${feature} comes before the feature it imports; the child contributes to the parent, never the reverse`,
  severity: 'error',
  from: { path: `^src/features/${feature}/`, pathNot: SPECS },
  to: { path: `^src/features/(?:${FEATURES.slice(place + 1, -1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing, or miss a third one below both',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'The import leads nowhere',
      severity: 'error',
      from: {},
      // What the build writes is there only after it.
      to: { couldNotResolve: true, pathNot: '(?:^|/)dist/' },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'Platform is what any Nest app would need',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: SPECS },
      to: { path: '^src/(?:features|commands)/|^src/(?:app(?:\\.module)?|contracts|main|server)\\.ts$' },
    },
    {
      name: 'features-meet-at-the-door',
      comment: 'Another feature is reached through its index.ts alone',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: SPECS },
      to: { path: '^src/features/[^/]+/', pathNot: ['^src/features/[^/]+/index\\.ts$', '^src/features/$1/'] },
    },
    {
      name: 'features-meet-at-the-door',
      comment: 'Whoever is no feature reaches one through its index.ts as well',
      severity: 'error',
      from: { path: '^(?:src|migrations)/', pathNot: ['^src/(?:features|platform)/', SPECS] },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    },
    ...childrenKnowParents,
    {
      name: 'features-have-a-place',
      comment: 'This feature stands nowhere in the order at the top of .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: `^src/features/(?!(?:${FEATURES.join('|')})/)[^/]+/` },
      to: {},
    },
    {
      name: 'nobody-knows-progress',
      comment: 'Progress reads everything; whoever imported it would close a circle sooner or later',
      severity: 'error',
      from: { path: '^(?:src|migrations)/', pathNot: ['^src/app\\.module\\.ts$', '^src/features/progress/', SPECS] },
      to: { path: '^src/features/progress/' },
    },
    {
      name: 'policies-and-rules-are-pure',
      comment: 'A policy or a rule is arithmetic on facts: it imports no package at run time',
      severity: 'error',
      from: { path: '\\.(?:policy|rules)\\.ts$' },
      to: { dependencyTypes: PACKAGES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvers-do-not-query',
      comment: 'Resolvers translate: they reach rows through a service, a query or a loader',
      severity: 'error',
      from: { path: '\\.resolver\\.ts$' },
      to: {
        path: [packageNamed('pg', 'typeorm', '@nestjs/typeorm'), '\\.entity\\.ts$', '^src/platform/database/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'services-do-not-speak-graphql',
      comment: 'Services decide and write; what GraphQL calls it is the business of the resolver',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: { path: packageNamed('graphql', '@nestjs/graphql', '@nestjs/apollo', '@apollo/[^/]+') },
    },
    {
      name: 'services-do-not-speak-graphql',
      comment: 'Services may name the type of an input (import type), not use the GraphQL class',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: { path: '\\.graphql\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'entities-are-leaves',
      comment: 'An entity holds its row and the relation upward; it knows TypeORM, other entities and text helpers',
      severity: 'error',
      from: { path: '\\.entity\\.ts$' },
      to: {
        pathNot: [
          packageNamed('typeorm'),
          '\\.entity\\.ts$',
          '^src/features/[^/]+/index\\.ts$',
          '^src/platform/text(?:/|\\.)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-server-needs-no-development-package',
      comment: 'What src imports must be in "dependencies": the image is built without the rest',
      severity: 'error',
      from: { path: '^(?:src|migrations)/', pathNot: SPECS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-server-knows-no-test',
      comment: 'Tests know the server, never the reverse',
      severity: 'error',
      from: { path: '^(?:src|migrations)/', pathNot: SPECS },
      to: { path: `^(?:test|bench)/|${SPECS}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types are seen too, marked "type-only", so that each rule can say whether it minds them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
