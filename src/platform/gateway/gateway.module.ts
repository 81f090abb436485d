import { Global, Module } from '@nestjs/common';
import type { Config } from '../../config.js';
import { CONFIG } from '../http/config.token.js';
import { HttpGateway } from './http-gateway.js';
import { MessageGateway, NoGateway } from './message-gateway.js';

@Global()
@Module({
  providers: [
    {
      provide: MessageGateway,
      inject: [CONFIG],
      useFactory: ({ messageGateway }: Config): MessageGateway =>
        messageGateway ? new HttpGateway(messageGateway) : new NoGateway(),
    },
  ],
  exports: [MessageGateway],
})
export class GatewayModule {}
