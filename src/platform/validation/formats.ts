const HANDLE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const KEY = /^[\x21-\x7e]{8,100}$/;
// Visible characters only, so that what is shown is what is opened.
const LINK = /^https:\/\/[^\s\p{C}\p{Z}\\"'<>`]+$/iu;
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** Names that are, or may become, part of an address of the service, or that would pass for the service itself. */
const RESERVED = new Set(
  (
    'accompany about admin administrator account accounts anonymous api app assets ask asks auth billing blog campaign ' +
    'campaigns communities community contact dashboard docs everyone feed graphql graphiql health help home host ical ' +
    'invite join legal live login logout mail me metrics moderator new news node null official operator pages people ' +
    'person pledge pledges postmaster privacy ready record root search security settings sign-in sign-up signin signup ' +
    'staff start static status steward stewards support system team terms undefined viewer webhook webhooks www'
  ).split(' '),
);

export function isHandle(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 3 && value.length <= 40 && HANDLE.test(value);
}

export function isReserved(handle: string): boolean {
  return RESERVED.has(handle);
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

export function isIdempotencyKey(value: unknown): value is string {
  return typeof value === 'string' && KEY.test(value);
}

/** Without a name or password, which a link is no place for. */
export function isHttpsLink(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 500 || !LINK.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * The IANA name in its usual spelling, or null. A name that people chose over an older one (`Europe/Kyiv`) is kept,
 * although the library's canonical name may still be the old one.
 */
export function canonicalTimeZone(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 64 || !ZONE_NAME.test(value)) return null;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
    if (resolved.toLowerCase() === value.toLowerCase()) return resolved;
    return value
      .toLowerCase()
      .replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
  } catch {
    return null;
  }
}

/** A BCP 47 tag in its usual spelling, without private or extension parts, or null. */
export function canonicalLanguage(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 35) return null;
  try {
    const [tag = ''] = Intl.getCanonicalLocales(value);
    return /-[a-z0-9]-/i.test(`${tag}-`) || /^x-/i.test(tag) ? null : tag;
  } catch {
    return null;
  }
}
