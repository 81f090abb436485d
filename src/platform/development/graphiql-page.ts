import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { page } from './page.js';

/** A tab of GraphiQL. */
interface Tab {
  query: string;
  variables?: string;
  headers?: string;
}

const packages = createRequire(import.meta.url);

/** What the page loads, from packages on this machine: path of the address, package, file in it. */
const FILES = [
  ['react.js', 'react', 'umd/react.production.min.js'],
  ['react-dom.js', 'react-dom', 'umd/react-dom.production.min.js'],
  ['graphiql.js', 'graphiql', 'graphiql.min.js'],
  ['graphiql.css', 'graphiql', 'graphiql.min.css'],
] as const;

export type GraphiqlFiles = ReadonlyMap<string, string>;

/** Where the page's files lie, by their names; null when the packages, which only development needs, are not installed. */
export function graphiqlFiles(): GraphiqlFiles | null {
  try {
    return new Map(
      FILES.map(([name, of, file]) => [name, join(dirname(packages.resolve(`${of}/package.json`)), file)]),
    );
  } catch {
    return null;
  }
}

export const NOT_INSTALLED = page(
  'GraphiQL is not installed',
  '<p>It comes with the packages for development: run <code>npm ci</code> without <code>--omit=dev</code>, and start again.</p>',
);

export const GRAPHIQL_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>GraphiQL · Accompany</title>
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
<div id="graphiql"><p>GraphiQL needs JavaScript.</p></div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/start.js"></script>
</body>
</html>
`;

export const GRAPHIQL_STYLES = `html, body { margin: 0; height: 100%; overflow: hidden; } #graphiql { height: 100vh; }\n`;

/** What is typed lasts as long as the browser's tab: tokens are not left behind, and the next visit finds the operations anew. */
export const GRAPHIQL_START = `
fetch('/graphiql/tabs.json')
  .then((response) => response.json())
  .then((tabs) => {
    // The first tab's own variables and headers show only if they are given as such; later what was typed counts.
    const first = window.sessionStorage.getItem('graphiql:tabState') ? {} : tabs[0];
    ReactDOM.createRoot(document.getElementById('graphiql')).render(
      React.createElement(GraphiQL, {
        fetcher: GraphiQL.createFetcher({
          url: '/graphql',
          subscriptionUrl: window.location.origin.replace(/^http/, 'ws') + '/graphql',
        }),
        ...first,
        defaultTabs: tabs,
        defaultEditorToolsVisibility: 'variables',
        storage: window.sessionStorage,
        shouldPersistHeaders: true,
      }),
    );
  });
`;

/**
 * The operations of docs/operations, by the order of their names, each with the variables beside it:
 * `02-start-campaign.graphql` and `02-start-campaign.json`. Read at each visit, so that an edit shows at once.
 */
export async function tabs(folder = operationsFolder()): Promise<Tab[]> {
  if (folder === null) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const query = await readFile(join(folder, name), 'utf8');
      const besides = join(folder, `${parse(name).name}.json`);
      const variables = existsSync(besides) ? await readFile(besides, 'utf8') : undefined;
      // For the first there is no token yet, and a wrong one would be refused.
      const headers = name === names[0] ? '{}' : '{\n  "Authorization": "Bearer "\n}';
      return { query, headers, ...(variables !== undefined && { variables }) };
    }),
  );
}

/** Compiled or not, this file lies somewhere below the folder that holds package.json. */
function operationsFolder(): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    if (!existsSync(join(at, 'package.json'))) continue;
    const folder = join(at, 'docs/operations');
    return existsSync(folder) ? folder : null;
  }
  return null;
}
