import type { EnvironmentReader } from './platform/environment-reader.js';

export interface MessageGatewayConfig {
  url: string;
  /** Signs what is posted there. */
  secret: string;
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** Nothing where none is set up, or what is set is at fault. */
export function readMessageGateway(read: EnvironmentReader): { messageGateway?: MessageGatewayConfig } {
  const url = read.url('MESSAGE_GATEWAY_URL', ['https:', 'http:']);
  const secret = read.optional('MESSAGE_GATEWAY_SECRET');
  if (url === undefined) {
    if (secret !== undefined) read.complain('MESSAGE_GATEWAY_SECRET goes with MESSAGE_GATEWAY_URL: set that too.');
    return {};
  }
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !THIS_MACHINE.includes(hostname)) {
    read.complain(
      'MESSAGE_GATEWAY_URL carries telephone numbers: set an address that starts with https://, or one on this machine.',
    );
  }
  if (secret === undefined || secret.length < 16) {
    read.complain(
      'MESSAGE_GATEWAY_SECRET signs what goes to MESSAGE_GATEWAY_URL: set at least 16 characters, such as the output of `openssl rand -hex 32`.',
    );
    return {};
  }
  return { messageGateway: { url, secret } };
}
