import { existsSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A newcomer's machine has no browser; where one is installed, as in CI, pages are looked at for real. */
export const hasBrowser = existsSync(CHROMIUM);
export const inBrowser = hasBrowser ? it : it.skip;
export const describeInBrowser = hasBrowser ? describe : describe.skip;

/** What pages are held to: WCAG 2.2 AA, and what axe counts as good practice beside it. */
export const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** A browser of its own, to be closed; undefined where none is installed. */
export async function openBrowser(): Promise<Browser | undefined> {
  return hasBrowser ? chromium.launch({ executablePath: CHROMIUM, args: QUIET }) : undefined;
}
