import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  ResponseBodyError,
} from 'openid-client';
import type { Config } from '../../config.js';
import type { SingleSignOnConfig } from '../../config-single-sign-on.js';
import { FRESH_FOR_MS } from '../../platform/access/rule.js';
import { RetryLater } from '../../platform/graphql/errors.js';
import { CONFIG } from '../../platform/http/config.token.js';

/** What ties a trip to the provider together; only its state travels openly. */
export interface Trip {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Vouched {
  issuer: string;
  subject: string;
  /** The provider says that two factors were asked for, and this server was told to believe that. */
  secondFactor: boolean;
}

const SECONDS = 5;
const LEEWAY_SECONDS = 60;
const KNOWN_FOR_MS = 60 * 60_000;

/** Talks to the OpenID Connect provider. Never within a transaction: it may take its time. */
@Injectable()
export class Provider {
  private readonly logger = new Logger('SingleSignOn');
  private known: { configuration: Configuration; at: number } | undefined;
  private asking: Promise<Configuration> | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get settings(): SingleSignOnConfig | undefined {
    return this.config.singleSignOn;
  }

  async authorizationUrl(settings: SingleSignOnConfig, { state, nonce, verifier }: Trip): Promise<string> {
    const configuration = await this.inTime(() => this.configuration(settings));
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: settings.redirectUri,
      scope: 'openid',
      response_type: 'code',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // A session here counts as proved now, so the provider must have asked lately itself.
      max_age: String(FRESH_FOR_MS / 1000),
    });
    return url.href;
  }

  /** Null when the provider vouches for nobody, or not as it must. RETRY_LATER when it does not answer. */
  async vouch(settings: SingleSignOnConfig, answer: URLSearchParams, trip: Trip): Promise<Vouched | null> {
    // Whatever address was sent, the code is traded for the page that the provider knows.
    const url = new URL(settings.redirectUri);
    url.search = answer.toString();
    const claims = await this.inTime(async () => {
      const configuration = await this.configuration(settings);
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: trip.state,
          expectedNonce: trip.nonce,
          pkceCodeVerifier: trip.verifier,
          idTokenExpected: true,
        });
        return tokens.claims();
      } catch (error) {
        if (isNoAnswer(error)) throw error;
        this.note(error);
        return undefined;
      }
    });
    if (!claims || claims.sub === '' || isLongAgo(claims.auth_time)) return null;
    const { iss: issuer, sub: subject, amr } = claims;
    const secondFactor = Array.isArray(amr) && settings.trustedAmr.some((one) => amr.includes(one));
    return { issuer, subject, secondFactor };
  }

  /** Asked for when first needed and again when that failed: the server starts while the provider is down. */
  private async configuration(settings: SingleSignOnConfig): Promise<Configuration> {
    if (this.known && Date.now() - this.known.at < KNOWN_FOR_MS) return this.known.configuration;
    this.asking ??= this.discover(settings).finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async discover({ issuer, clientId, clientSecret }: SingleSignOnConfig): Promise<Configuration> {
    const address = new URL(issuer);
    const openly = address.protocol === 'http:' ? [allowInsecureRequests] : [];
    const found = await discovery(address, clientId, {}, clientSecret ? secretOf(clientSecret) : None(), {
      timeout: SECONDS,
      execute: [...openly, enableNonRepudiationChecks],
    });
    this.known = { configuration: found, at: Date.now() };
    return found;
  }

  /** A provider that does not answer must not hold up whoever asks, nor be taken for one that says no. */
  private async inTime<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new RetryLater(SECONDS)), SECONDS * 1000);
    });
    try {
      return await Promise.race([work(), patience]);
    } catch (error) {
      if (error instanceof RetryLater) throw error;
      this.note(error);
      throw new RetryLater(SECONDS);
    } finally {
      clearTimeout(timer);
    }
  }

  /** For whoever runs the server, in the provider's words for faults and none about a person. */
  private note(error: unknown): void {
    const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } };
    const reason = error instanceof ResponseBodyError ? error.error : (code ?? cause?.code ?? name);
    this.logger.warn({ providerFault: reason });
  }
}

/** By header, as the standard has it, unless the provider takes it in the body only. */
function secretOf(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const chosen = methods.includes('client_secret_basic') ? basic : post;
    chosen(server, client, body, headers);
  };
}

function isNoAnswer(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.status >= 500;
  const { name, code, cause } = error as { name?: string; code?: string; cause?: unknown };
  // How fetch says that nobody is there, by itself or in the package's wrapping.
  if (name === 'TypeError') return cause !== undefined;
  if (!(error instanceof ClientError)) return false;
  if (code === undefined) return cause !== undefined && isNoAnswer(cause);
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return true;
  const { status } = (cause ?? {}) as { status?: unknown };
  return typeof status === 'number' && (status >= 500 || status === 429);
}

/** Some providers do not say when they last asked; one that does, and was asked to, must not bring an old proof. */
function isLongAgo(authTime: unknown): boolean {
  return typeof authTime === 'number' && Date.now() / 1000 - authTime > FRESH_FOR_MS / 1000 + LEEWAY_SECONDS;
}
