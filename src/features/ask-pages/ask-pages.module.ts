import { Module } from '@nestjs/common';
import { AskAddresses } from './ask-addresses.js';
import { AskAddressesResolver } from './ask-addresses.resolver.js';
import { AskPagesController } from './ask-pages.controller.js';

/** The page of an ask, and its addresses. */
@Module({ controllers: [AskPagesController], providers: [AskAddresses, AskAddressesResolver] })
export class AskPagesModule {}
