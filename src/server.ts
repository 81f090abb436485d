import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, startLink } from './app.js';
import { type Config, loadConfig } from './config.js';
import { CommandError, errorCode, errorMessage } from './platform/command-error.js';
import { openDatabase, takeDataFolder } from './platform/database/open-database.js';
import type { DatabaseUrls } from './platform/database/urls.js';

export interface Running {
  app: NestFastifyApplication;
  config: Config;
  urls: DatabaseUrls;
  /** Finishes what is in flight, for at most 10 s, then stops what was started. */
  stop(): Promise<void>;
}

const DRAIN = 10_000;

/** Everything from the environment to a server that listens. What it started before a failure, it stops again. */
export async function run(
  environment: NodeJS.ProcessEnv,
  print: (line: string) => void = console.log,
): Promise<Running> {
  const config = loadConfig(environment);
  const undo: (() => void | Promise<void>)[] = [];
  try {
    const lock = takeDataFolder(config, 'An Accompany server');
    undo.unshift(() => lock.release());
    await settlePort(config, environment);
    const database = await openDatabase(config, print);
    undo.unshift(() => database.close());
    const app = await createApp(config, database.urls);
    undo.unshift(() => drain(app));
    await listen(app, config);
    for (const line of await greeting(app, config)) print(line);
    let stopping: Promise<void> | undefined;
    return { app, config, urls: database.urls, stop: () => (stopping ??= unwind(undo)) };
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

/** `run` for a terminal: signals stop it, a failure that its reader can mend is told in a sentence. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const running = run(environment);
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Again: someone is in a hurry. The watchdog stops Postgres after us.
      if (asked) process.exit(130);
      asked = true;
      running
        .then((server) => server.stop())
        .then(
          () => process.exit(0),
          () => process.exit(1),
        );
    });
  }
  try {
    await running;
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error);
    process.exit(1);
  }
}

async function unwind(undo: (() => void | Promise<void>)[]): Promise<void> {
  for (const step of undo.splice(0)) {
    try {
      await step();
    } catch (error) {
      console.error(`While stopping: ${errorMessage(error)}`);
    }
  }
}

async function drain(app: NestFastifyApplication): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DRAIN);
  });
  await Promise.race([app.close(), patience]);
  clearTimeout(timer);
}

/** Tried before the database starts: a taken port is the usual slip, and it should cost no time to hear of it. */
async function settlePort(config: Config, environment: NodeJS.ProcessEnv): Promise<void> {
  const port = await new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(listenFailure(error, config)));
    probe.listen(config.port, config.host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : config.port));
    });
  });
  if (config.port !== 0) return;
  config.port = port;
  if (!environment['PUBLIC_URL']) config.publicUrl = `http://localhost:${port}`;
}

async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    throw listenFailure(error, config);
  }
}

function listenFailure(error: unknown, { host, port }: Config): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new CommandError(`Port ${port} is in use by another program. Stop that one, or set PORT to a free port.`);
    case 'EACCES':
      return new CommandError(`Port ${port} is reserved for administrators. Set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError(`This machine has no address "${host}". Set HOST to one of its own, such as 127.0.0.1.`);
    default:
      return error;
  }
}

async function greeting(app: NestFastifyApplication, config: Config): Promise<string[]> {
  const lines = ['Accompany is ready.', `  GraphQL   ${config.publicUrl}/graphql`];
  if (config.env !== 'production') {
    lines.push(`  GraphiQL  ${config.publicUrl}/graphiql`, `  Mail      ${config.publicUrl}/mail`);
  }
  const link = await startLink(app);
  if (link) lines.push(`  Start     ${link}`, '            (found the first community with this link)');
  return [...lines, 'Stop it with Ctrl-C.'];
}
