export interface ShortMessage {
  /** A telephone number in E.164 form, or a name at a messenger, as the person gave it. */
  to: string;
  text: string;
  /** The same for every attempt at the same message, so that a receiver can drop a repeat. */
  id: string;
}

/** Sends short messages, by SMS or whatever stands behind it, or throws. */
export abstract class MessageGateway {
  abstract readonly isOn: boolean;

  abstract send(message: ShortMessage, signal?: AbortSignal): Promise<void>;
}

/** Where none is set up: nobody can give an address, and nothing is sent. */
export class NoGateway extends MessageGateway {
  readonly isOn = false;

  send(): Promise<void> {
    return Promise.reject(new GatewayFailed('off'));
  }
}

/** It did not work this time. Holds a code only: what a gateway says may quote the address. */
export class GatewayFailed extends Error {
  constructor(readonly code: string) {
    super(`the message gateway did not take a message (${code})`);
    this.name = 'GatewayFailed';
  }
}
