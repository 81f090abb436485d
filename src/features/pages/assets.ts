import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const YEAR = 31_536_000;

export interface Asset {
  /** Changes with what is in it, so that it can be kept for as long as one likes. */
  path: string;
  body: string;
  type: string;
  maxAge: number;
}

/** Keeps a page up to date while it is looked at. */
export const liveScript = script('live.js');

export const assets: ReadonlyMap<string, Asset> = new Map([liveScript].map((asset) => [asset.path, asset]));

function script(name: string): Asset {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { path: `/assets/${digest}.js`, body, type: 'text/javascript; charset=utf-8', maxAge: YEAR };
}
