import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = process.cwd();
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = join(root, '.dependency-cruiser.cjs');

interface Dependency {
  resolved: string;
  dependencyTypes: string[];
}

interface Report {
  modules: { source: string; dependencies: Dependency[] }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

type Sources = Record<string, string>;

/** What dependency-cruiser says about a folder, by the very configuration that `npm run check:dependencies` uses. */
function cruise(folder: string): Promise<Report> {
  const trees = ['src', 'migrations', 'test'].filter((tree) => existsSync(join(folder, tree)));
  const args = [cruiser, ...trees, '--config', config, '--output-type', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 }, (_error, stdout, stderr) => {
      // The exit code counts the violations, so that only an unreadable report is a failure.
      try {
        resolve(JSON.parse(stdout) as Report);
      } catch (cause) {
        reject(new Error(`dependency-cruiser gave no report: ${stderr}`, { cause }));
      }
    });
  });
}

/** Policies and rules from which a package can be reached at run time, with the way there. */
function impurePaths(report: Report): string[] {
  const modules = new Map(report.modules.map((module) => [module.source, module.dependencies]));
  const isPackage = (dependency: Dependency) =>
    dependency.dependencyTypes.some((type) => type === 'core' || type.startsWith('npm'));

  const wayToPackage = (source: string, seen: Set<string>): string[] | undefined => {
    if (seen.has(source)) return undefined;
    seen.add(source);
    for (const dependency of modules.get(source) ?? []) {
      if (dependency.dependencyTypes.includes('type-only')) continue;
      if (isPackage(dependency)) return [source, dependency.resolved];
      const rest = wayToPackage(dependency.resolved, seen);
      if (rest) return [source, ...rest];
    }
    return undefined;
  };

  return [...modules.keys()]
    .filter((source) => /\.(?:policy|rules)\.ts$/.test(source))
    .map((source) => wayToPackage(source, new Set()))
    .filter((way) => way !== undefined)
    .map((way) => way.join(' → '));
}

/** Where Nest's escape hatch for circular providers is named. */
function forwardReferences(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.ts') && /\bforwardRef\s*(?:\(|,|\}|as\b)/.test(readFileSync(join(folder, file), 'utf8')),
    )
    .sort();
}

function plant(folder: string, sources: Sources): void {
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
}

function packages(names: string[]): Sources {
  return Object.fromEntries(
    names.flatMap((name) => [
      [
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js', types: 'index.d.ts' }),
      ],
      [`node_modules/${name}/index.js`, 'module.exports = {};'],
      [`node_modules/${name}/index.d.ts`, 'export declare const anything: unknown; export type Anything = unknown;'],
    ]),
  );
}

const runtime = ['pg', 'typeorm', 'graphql', '@nestjs/common', '@nestjs/graphql', '@nestjs/typeorm'];

/** A small house with nothing wrong in it: every import here is one that the rules allow. */
const house: Sources = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: Object.fromEntries(runtime.map((name) => [name, '1.0.0'])),
    devDependencies: { supertest: '1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { target: 'ES2023', module: 'NodeNext', moduleResolution: 'NodeNext' },
  }),
  ...packages([...runtime, 'supertest']),

  'src/platform/access/actor.ts': 'export interface Actor { id: string }',
  'src/platform/access/refusals.ts': 'export const refuse = () => false;',
  'src/platform/database/database.ts': "import { anything } from 'pg'; export const write = anything;",
  'src/platform/text/trim.ts': 'export const trim = (text: string) => text.trim();',
  'src/app.module.ts': [
    "import { asks } from './features/asks/index.js';",
    "import { progress } from './features/progress/index.js';",
    'export const features = [asks, progress];',
  ].join('\n'),
  'src/commands/demo.ts': "import { asks } from '../features/asks/index.js'; export const demo = asks;",

  'src/features/record/index.ts': 'export const record = 1;',
  'src/features/notifications/index.ts': 'export const notifications = 1;',
  'src/features/campaigns/index.ts': "export { campaigns } from './campaigns.service.js';",
  'src/features/campaigns/campaigns.service.ts': [
    "import { write } from '../../platform/database/database.js';",
    "import { record } from '../record/index.js';",
    'export const campaigns = [write, record];',
  ].join('\n'),
  'src/features/campaigns/campaign.entity.ts': "import { anything } from 'typeorm'; export const Campaign = anything;",
  'src/features/pledges/index.ts': 'export const pledges = 1;',
  'src/features/progress/index.ts': "import { pledges } from '../pledges/index.js'; export const progress = pledges;",

  'src/features/asks/index.ts': "export { asks } from './asks.service.js';",
  'src/features/asks/ask.graphql.ts':
    "import { anything } from '@nestjs/graphql'; export const AskType = anything; export type DraftAskInput = string;",
  'src/features/asks/ask.entity.ts': [
    "import { anything } from 'typeorm';",
    "import { trim } from '../../platform/text/trim.js';",
    "import type { DraftAskInput } from './ask.graphql.js';",
    'export const Ask = [anything, trim, {} as DraftAskInput];',
  ].join('\n'),
  'src/features/asks/ask.rules.ts':
    "import type { Anything } from 'typeorm'; export const places = (of: Anything) => Number(of);",
  'src/features/asks/ask.policy.ts': [
    "import type { Actor } from '../../platform/access/actor.js';",
    "import { refuse } from '../../platform/access/refusals.js';",
    "import { places } from './ask.rules.js';",
    'export const canDraftAsk = (actor: Actor) => places(actor.id) > 0 || refuse();',
  ].join('\n'),
  'src/features/asks/asks.service.ts': [
    "import { campaigns } from '../campaigns/index.js';",
    "import { Ask } from './ask.entity.js';",
    "import type { DraftAskInput } from './ask.graphql.js';",
    "import { canDraftAsk } from './ask.policy.js';",
    'export const asks = [campaigns, Ask, canDraftAsk, {} as DraftAskInput];',
  ].join('\n'),
  'src/features/asks/asks.resolver.ts': [
    "import { anything } from '@nestjs/graphql';",
    "import { AskType } from './ask.graphql.js';",
    "import { asks } from './asks.service.js';",
    'export const resolver = [anything, AskType, asks];',
  ].join('\n'),
  'src/features/asks/ask.rules.spec.ts':
    "import { anything } from 'supertest'; import { campaigns } from '../campaigns/campaigns.service.js'; export const x = [anything, campaigns];",
  'test/asks.spec.ts':
    "import { Ask } from '../src/features/asks/ask.entity.js'; import { anything } from 'supertest'; export const x = [Ask, anything];",
};

const uses = (from: string) => `import * as used from '${from}'; export const planted = used;`;

/** Each fault is one file with one import that one rule forbids. */
const faults: { rule: string; what: string; path: string; source: string }[] = [
  {
    rule: 'no-cycles',
    what: 'a file that needs itself back',
    path: 'src/platform/text/circle.ts',
    source: uses('./circle.js'),
  },
  {
    rule: 'imports-resolve',
    what: 'an import that leads nowhere',
    path: 'src/platform/text/astray.ts',
    source: uses('./nowhere.js'),
  },
  {
    rule: 'platform-knows-no-feature',
    what: 'platform importing a feature through its door',
    path: 'src/platform/access/curious.ts',
    source: uses('../../features/campaigns/index.js'),
  },
  {
    rule: 'platform-knows-no-feature',
    what: 'platform importing the application',
    path: 'src/platform/access/upward.ts',
    source: uses('../../app.module.js'),
  },
  {
    rule: 'features-meet-at-the-door',
    what: 'a feature reaching past the door of its parent',
    path: 'src/features/asks/burglar.ts',
    source: uses('../campaigns/campaigns.service.js'),
  },
  {
    rule: 'features-meet-at-the-door',
    what: 'a type reached past the door',
    path: 'src/features/asks/type-burglar.ts',
    source: "import type { Campaign } from '../campaigns/campaign.entity.js'; export type Planted = typeof Campaign;",
  },
  {
    rule: 'features-meet-at-the-door',
    what: 'a command reaching past the door',
    path: 'src/commands/burglar.ts',
    source: uses('../features/campaigns/campaigns.service.js'),
  },
  {
    rule: 'children-know-parents',
    what: 'a parent importing its child',
    path: 'src/features/campaigns/parent.ts',
    source: uses('../pledges/index.js'),
  },
  {
    rule: 'children-know-parents',
    what: 'the record importing a feature',
    path: 'src/features/record/nosy.ts',
    source: uses('../pledges/index.js'),
  },
  {
    rule: 'children-know-parents',
    what: 'notifications importing a feature',
    path: 'src/features/notifications/nosy.ts',
    source: uses('../pledges/index.js'),
  },
  {
    rule: 'features-have-a-place',
    what: 'a feature that stands nowhere in the order',
    path: 'src/features/badges/badges.ts',
    source: uses('../pledges/index.js'),
  },
  {
    rule: 'nobody-knows-progress',
    what: 'a feature importing progress',
    path: 'src/features/asks/impatient.ts',
    source: uses('../progress/index.js'),
  },
  {
    rule: 'nobody-knows-progress',
    what: 'a command importing progress',
    path: 'src/commands/impatient.ts',
    source: uses('../features/progress/index.js'),
  },
  {
    rule: 'policies-and-rules-are-pure',
    what: 'a policy importing a package',
    path: 'src/features/asks/impure.policy.ts',
    source: uses('typeorm'),
  },
  {
    rule: 'policies-and-rules-are-pure',
    what: 'a rule importing from Node',
    path: 'src/features/asks/impure.rules.ts',
    source: uses('node:crypto'),
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'a resolver importing the driver',
    path: 'src/features/asks/driver.resolver.ts',
    source: uses('pg'),
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'a resolver importing TypeORM',
    path: 'src/features/asks/typeorm.resolver.ts',
    source: uses('typeorm'),
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'a resolver importing an entity',
    path: 'src/features/asks/entity.resolver.ts',
    source: uses('./ask.entity.js'),
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'an entity used behind the import of its type',
    path: 'src/features/asks/hidden.resolver.ts',
    source: [
      "import type { Ask as AskRow } from './ask.entity.js';",
      "import { Ask, type Ask as Row } from './ask.entity.js';",
      'export const planted = [Ask, {} as AskRow, {} as Row];',
    ].join('\n'),
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'an entity used beside its type in one import',
    path: 'src/features/asks/beside.resolver.ts',
    source: "import { Ask, type Ask as Row } from './ask.entity.js'; export const planted = [Ask, {} as Row];",
  },
  {
    rule: 'resolvers-do-not-query',
    what: 'a resolver importing the database',
    path: 'src/features/asks/database.resolver.ts',
    source: uses('../../platform/database/database.js'),
  },
  {
    rule: 'services-do-not-speak-graphql',
    what: 'a service importing graphql',
    path: 'src/features/asks/spoken.service.ts',
    source: uses('graphql'),
  },
  {
    rule: 'services-do-not-speak-graphql',
    what: 'a service importing a type of @nestjs/graphql',
    path: 'src/features/asks/nest.service.ts',
    source: "import type { Anything } from '@nestjs/graphql'; export type Planted = Anything;",
  },
  {
    rule: 'services-do-not-speak-graphql',
    what: 'a service using a GraphQL class',
    path: 'src/features/asks/class.service.ts',
    source: uses('./ask.graphql.js'),
  },
  {
    rule: 'entities-are-leaves',
    what: 'an entity importing a service',
    path: 'src/features/asks/service.entity.ts',
    source: uses('./asks.service.js'),
  },
  {
    rule: 'entities-are-leaves',
    what: 'an entity importing the driver',
    path: 'src/features/asks/driver.entity.ts',
    source: uses('pg'),
  },
  {
    rule: 'the-server-needs-no-development-package',
    what: 'the server importing a development package',
    path: 'src/platform/text/developing.ts',
    source: uses('supertest'),
  },
  {
    rule: 'the-server-knows-no-test',
    what: 'the server importing a test',
    path: 'src/platform/text/tested.ts',
    source: uses('../../../test/support.js'),
  },
];

describe('the dependency rules', () => {
  const folders: string[] = [];
  const build = (sources: Sources) => {
    const folder = mkdtempSync(join(tmpdir(), 'accompany-house-'));
    folders.push(folder);
    plant(folder, sources);
    return folder;
  };

  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('find nothing wrong with a house that keeps them', async () => {
    const report = await cruise(build(house));
    expect(report.summary.violations).toEqual([]);
    expect(impurePaths(report)).toEqual([]);
  });

  describe('report', () => {
    let report: Report;

    beforeAll(async () => {
      const planted = Object.fromEntries(faults.map((fault) => [fault.path, fault.source]));
      report = await cruise(build({ ...house, ...planted, 'test/support.ts': 'export const support = 1;' }));
    });

    it.each(faults)('$what, by the rule $rule and no other', ({ rule, path }) => {
      const reported = report.summary.violations.filter((violation) => violation.from === path);
      expect(reported.map((violation) => violation.rule.name)).toEqual([rule]);
    });

    it('nothing beyond the planted faults', () => {
      const guilty = new Set(report.summary.violations.map((violation) => violation.from));
      expect([...guilty].sort()).toEqual(faults.map((fault) => fault.path).sort());
    });

    it('for every rule that is configured at least one fault', () => {
      const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };
      const names = new Set(forbidden.map((rule) => rule.name));
      expect([...names].sort()).toEqual([...new Set(faults.map((fault) => fault.rule))].sort());
    });
  });

  it('report a circle of two files, even of types alone', async () => {
    const report = await cruise(
      build({
        ...house,
        'src/platform/text/hen.ts': "import type { Egg } from './egg.js'; export type Hen = { from: Egg };",
        'src/platform/text/egg.ts': "import type { Hen } from './hen.js'; export type Egg = { from: Hen };",
      }),
    );
    expect(report.summary.violations.map(({ rule }) => rule.name)).toEqual(['no-cycles']);
  });

  it('follow a policy through the files it imports to a package', async () => {
    const report = await cruise(
      build({
        ...house,
        'src/features/asks/detour.policy.ts': uses('./detour.js'),
        'src/features/asks/detour.ts': uses('typeorm'),
      }),
    );
    expect(impurePaths(report)).toEqual([
      'src/features/asks/detour.policy.ts → src/features/asks/detour.ts → node_modules/typeorm/index.js',
    ]);
  });

  it('report a forward reference', () => {
    const folder = build({
      'src/a.ts': "import { forwardRef } from '@nestjs/common'; export const a = forwardRef(() => 1);",
      'src/b.ts': 'export const b = 1;',
    });
    expect(forwardReferences(join(folder, 'src'))).toEqual(['a.ts']);
  });
});

describe('this house', () => {
  it('keeps the dependency rules', async () => {
    const report = await cruise(root);
    expect(report.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(impurePaths(report)).toEqual([]);
  });

  it('has no forward reference', () => {
    expect(forwardReferences(join(root, 'src'))).toEqual([]);
  });
});
