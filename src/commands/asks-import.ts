import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Presets, SingleBar } from 'cli-progress';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import {
  AsksImportService,
  decodeUtf8,
  type ImportFile,
  type ImportReportType,
  readAsksCsv,
} from '../features/asks/index.js';
import { SessionsService } from '../features/people/index.js';
import { CommandError } from '../platform/command-error.js';
import type { DatabaseUrls } from '../platform/database/urls.js';
import { Failure, Refusal } from '../platform/graphql/errors.js';
import { english } from '../platform/words/words.js';
import { type Terminal, terminal } from './terminal.js';

export type { Terminal };

export interface AsksToImport {
  bytes: Uint8Array;
  /** Its handle. */
  campaign: string;
  signIn: string;
  password?: string;
  recoveryCode?: string | undefined;
  totpCode?: string | undefined;
  dryRun: boolean;
}

/** Imports through the services that the API uses, as the person who signs in. Answers the exit code. */
export async function importAsks(
  config: Config,
  urls: DatabaseUrls,
  work: AsksToImport,
  on: Terminal = terminal,
): Promise<number> {
  const file = fileFrom(work.bytes);
  const app = await NestFactory.createApplicationContext(AppModule.with(config, urls), { logger: ['error'] });
  try {
    const report = await imported(app, work, file, on);
    tell(report, on);
    return report.problemCount > 0 ? 1 : 0;
  } catch (error) {
    // What the API would answer in a payload or as a coded error is here for a reader at a terminal.
    if (error instanceof Refusal || error instanceof Failure) throw new CommandError(error.message);
    throw error;
  } finally {
    await app.close();
  }
}

function fileFrom(bytes: Uint8Array): ImportFile {
  const text = decodeUtf8(bytes);
  return typeof text === 'string' ? readAsksCsv(text) : { total: 0, rows: [], problems: [text] };
}

async function imported(
  app: INestApplicationContext,
  work: AsksToImport,
  file: ImportFile,
  on: Terminal,
): Promise<ImportReportType> {
  const { signIn, password, recoveryCode, totpCode, dryRun } = work;
  const actor = await app.get(SessionsService, { strict: false }).actorFor({
    signIn,
    ...(password !== undefined && { password }),
    ...(recoveryCode !== undefined && { recoveryCode }),
    ...(totpCode !== undefined && { totpCode }),
  });
  const imports = app.get(AsksImportService, { strict: false });
  const campaignId = await imports.campaignId(actor, work.campaign);
  if (campaignId === null)
    throw new CommandError(`There is no campaign "${work.campaign}" that you may see. Check its handle.`);
  const bar = on.isInteractive
    ? new SingleBar({ clearOnComplete: true, stream: process.stderr }, Presets.shades_classic)
    : null;
  bar?.start(file.rows.length, 0);
  try {
    return await imports.importFile(actor, { campaignId, dryRun }, file, (rows) => bar?.increment(rows));
  } finally {
    bar?.stop();
  }
}

function tell(report: ImportReportType, on: Terminal): void {
  for (const { line, column, code, message } of report.problems) {
    on.complain(`Line ${line}${column === null ? '' : `, ${column}`}: ${english(message)} [${code}]`);
  }
  const untold = report.problemCount - report.problems.length;
  if (untold > 0) on.complain(`… and ${untold} more.`);
  const { rows, created, updated, unchanged, problemCount } = report;
  if (problemCount > 0) {
    on.complain(`Nothing was imported: ${counted(rows, 'row')}, ${counted(problemCount, 'problem')}.`);
    return;
  }
  const [make, change] = report.dryRun ? ['to be drafted', 'to be changed'] : ['drafted', 'changed'];
  on.say(`${counted(rows, 'row')}: ${created} ${make}, ${updated} ${change}, ${unchanged} as before.`);
  if (report.dryRun) on.say('Dry run: nothing was written.');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
