import { SoftwareAuthenticator, type Twist } from './authenticator.js';
import type { Answer, As, Person, TestApp } from './client.js';

/** Registering and using passkeys as a client does, each step a request. */
export class Passkeys {
  constructor(private readonly on: TestApp) {}

  device(): SoftwareAuthenticator {
    return new SoftwareAuthenticator(new URL(this.on.config.publicUrl).origin);
  }

  async options(as: As, field: string): Promise<string> {
    return (await this.on.mutate(as, field, {}, 'options')).options;
  }

  /** The payload of the second step; the twist is the device's. */
  async register(as: As, device: SoftwareAuthenticator, twist: Twist = {}, name?: string): Promise<Answer> {
    const response = device.create(await this.options(as, 'startPasskeyRegistration'), twist);
    return this.on.mutate(as, 'registerPasskey', { response, name }, 'passkey { id name createdAt lastUsedOn }');
  }

  /** A device with a passkey of this person. */
  async deviceOf(person: Person): Promise<SoftwareAuthenticator & { passkeyId: string }> {
    const device = this.device();
    const { passkey, userErrors } = await this.register(person, device);
    if (!passkey) throw new Error(JSON.stringify(userErrors));
    return Object.assign(device, { passkeyId: passkey.id as string });
  }

  async signIn(device: SoftwareAuthenticator, twist: Twist = {}): Promise<Answer> {
    const response = device.get(await this.options(null, 'startPasskeySignIn'), twist);
    return this.on.mutate(null, 'signInWithPasskey', { response }, 'session { accessToken refreshToken }');
  }

  async stepUp(as: As, device: SoftwareAuthenticator, twist: Twist = {}): Promise<Answer> {
    const response = device.get(await this.options(as, 'startPasskeyStepUp'), twist);
    return this.on.mutate(as, 'stepUpWithPasskey', { response }, 'steppedUp');
  }
}
