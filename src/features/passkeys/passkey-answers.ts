/** What a browser says that a device answered, as far as it has the right form. Nothing of it is trusted yet. */
interface Answer {
  /** base64url */
  credentialId: string;
  /** base64url, as it was given out. */
  challenge: string;
  clientData: string;
}

export interface Registration extends Answer {
  attestation: string;
  transports: string[];
}

export interface Assertion extends Answer {
  authenticatorData: string;
  signature: string;
  /** base64url */
  userHandle: string;
}

type Json = Record<string, unknown>;

const TRANSPORTS = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

export function readRegistration(text: string): Registration | null {
  const [answer, inner] = read(text) ?? [];
  const attestation = inner?.['attestationObject'];
  if (!answer || !isBase64url(attestation)) return null;
  const named = inner?.['transports'];
  const transports = Array.isArray(named) ? [...new Set(named)].filter((one) => TRANSPORTS.has(one as string)) : [];
  return { ...answer, attestation, transports: transports as string[] };
}

export function readAssertion(text: string): Assertion | null {
  const [answer, inner = {}] = read(text) ?? [];
  const { authenticatorData, signature, userHandle } = inner;
  if (!answer || !isBase64url(authenticatorData) || !isBase64url(signature) || !isBase64url(userHandle)) return null;
  return { ...answer, authenticatorData, signature, userHandle };
}

function read(text: string): [Answer, Json] | null {
  const outer = parsed(text);
  const inner = asObject(outer?.['response']);
  const clientData = inner?.['clientDataJSON'];
  const credentialId = outer?.['id'];
  if (!inner || !isBase64url(clientData) || !isBase64url(credentialId)) return null;
  if (outer?.['rawId'] !== credentialId || outer['type'] !== 'public-key') return null;
  const said = parsed(Buffer.from(clientData, 'base64url').toString('utf8'));
  const challenge = said?.['challenge'];
  // A page inside a stranger's page: the person may not see to whom they say yes.
  if (typeof challenge !== 'string' || !/^[\w-]{43}$/.test(challenge) || said?.['crossOrigin'] === true) return null;
  return [{ credentialId, challenge, clientData }, inner];
}

function parsed(text: string): Json | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]+$/.test(value);
}
