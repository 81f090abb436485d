/** One address per duty, so that what serves requests can never do what migrates. */
export interface DatabaseUrls {
  /** Owns the tables and runs migrations. Never used while serving. */
  owner: string;
  /** Serves requests: owns nothing, obeys row-level security. */
  runtime: string;
  /** Runs the job queue: owns the schema graphile_worker and nothing else. */
  jobs: string;
}

export function databaseName(url: string): string {
  const parsed = new URL(url);
  // As libpq does: without a path the database is named after the user.
  return decodeURIComponent(parsed.pathname.replace(/^\//, '')) || userName(url);
}

export function userName(url: string): string {
  return decodeURIComponent(new URL(url).username) || 'postgres';
}

export function withDatabaseName(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.toString();
}

export function withUser(url: string, user: string, password: string): string {
  const parsed = new URL(url);
  parsed.username = encodeURIComponent(user);
  parsed.password = encodeURIComponent(password);
  return parsed.toString();
}

/** Starts every session with these settings, e.g. `{ lock_timeout: '5s' }`, on top of any the address already has. */
export function withSettings(url: string, settings: Record<string, string>): string {
  const parsed = new URL(url);
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value.replaceAll(/([\\ ])/g, '\\$1')}`);
  parsed.searchParams.set('options', [parsed.searchParams.get('options') ?? '', ...own].join(' ').trim());
  // A plus sign means a space in forms only; libpq and pg read it as a plus.
  parsed.search = parsed.search.replaceAll('+', '%20');
  return parsed.toString();
}

/** For messages: the address without its password. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.toString();
}
