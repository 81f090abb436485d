import { Module } from '@nestjs/common';
import { AppTokenBearers } from './app-token-bearers.js';
import { AppTokensResolver, ViewerAppTokensResolver } from './app-tokens.resolver.js';
import { AppTokensService } from './app-tokens.service.js';

@Module({ providers: [AppTokenBearers, AppTokensResolver, AppTokensService, ViewerAppTokensResolver] })
export class AppTokensModule {}
