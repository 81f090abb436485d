import { CommandError } from './command-error.js';

/** Reads environment variables and collects what is wrong with them, so that one start shows every problem. */
export class EnvironmentReader {
  private readonly problems: string[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  complain(problem: string): void {
    this.problems.push(problem);
  }

  refuseProblems(): void {
    if (this.problems.length > 0) throw new CommandError(this.problems.join('\n'));
  }

  /** An empty variable counts as unset: compose files and CI set many that way. */
  optional(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    this.complain(
      `${name} is "${value}": set a whole number from ${least} to ${most}, or leave it out for ${fallback}.`,
    );
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.optional(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['true', '1', 'yes', 'on'].includes(value)) return true;
    if (['false', '0', 'no', 'off'].includes(value)) return false;
    this.complain(`${name} is "${value}": set true or false.`);
    return fallback;
  }

  oneOf<const Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    this.complain(`${name} is "${value}": set one of ${choices.join(', ')}.`);
    return fallback;
  }

  /** The value is not repeated in the complaint: it may hold a password. */
  url(name: string, protocols: string[]): string | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const expected = `set an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
    let parsed: URL;
    try {
      parsed = new URL(value);
    } catch {
      this.complain(
        `${name} is not an address: ${expected}. Special characters in a password must be percent-encoded.`,
      );
      return undefined;
    }
    if (protocols.includes(parsed.protocol) && isDecodable(parsed)) return value;
    this.complain(`${name} is not the right kind of address: ${expected}.`);
    return undefined;
  }

  mailbox(name: string, fallback: string): string {
    const value = this.optional(name);
    if (value === undefined) return fallback;
    if (/^[^\r\n<>]*<[^\s@<>]+@[^\s@<>]+>$|^[^\s@<>]+@[^\s@<>]+$/.test(value)) return value;
    this.complain(`${name} is "${value}": set a sender such as "Our union <hello@example.org>".`);
    return fallback;
  }

  trustProxy(name: string): boolean | number | string {
    const value = this.optional(name);
    if (value === undefined || /^(false|no|off|0)$/i.test(value)) return false;
    if (/^(true|yes|on)$/i.test(value)) return true;
    if (/^\d{1,2}$/.test(value)) return Number(value);
    const addresses = value.split(',').map((address) => address.trim());
    if (addresses.every((address) => /^(loopback|linklocal|uniquelocal|[\da-fA-F:.]+(\/\d{1,3})?)$/.test(address))) {
      return addresses.join(',');
    }
    this.complain(
      `${name} is "${value}": set true, the number of proxies in front, or their addresses such as "10.0.0.0/8".`,
    );
    return false;
  }

  list(name: string): string[] {
    return (this.optional(name) ?? '')
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }

  /** Of pages, and of apps on a phone, which name themselves by the digest of the key that signed them. */
  appOrigins(name: string): string[] {
    return this.list(name).flatMap((value) => {
      if (/^android:apk-key-hash:[A-Za-z0-9_-]{43}=?$/.test(value)) return [value];
      const origin = originOf(value);
      if (origin) return [origin];
      this.complain(
        `${name} holds "${value}": list origins such as https://app.example.org or android:apk-key-hash:…, separated by commas.`,
      );
      return [];
    });
  }

  origins(name: string): string[] {
    return this.list(name).flatMap((value) => {
      const origin = originOf(value);
      if (origin) return [origin];
      this.complain(
        `${name} holds "${value}": list origins such as https://app.example.org, separated by commas, without a path.`,
      );
      return [];
    });
  }
}

function originOf(value: string): string | undefined {
  try {
    const { origin, protocol, pathname, search, hash } = new URL(value);
    return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' ? origin : undefined;
  } catch {
    return undefined;
  }
}

function isDecodable(url: URL): boolean {
  try {
    return [url.username, url.password, url.pathname].every((part) => decodeURIComponent(part) !== undefined);
  } catch {
    return false;
  }
}
