import { Module } from '@nestjs/common';
import { Attempts } from './attempts.js';
import { Provider } from './provider.js';
import { SingleSignOnResolver, ViewerSingleSignOnResolver } from './single-sign-on.resolver.js';
import { SingleSignOnService } from './single-sign-on.service.js';

@Module({
  providers: [Attempts, Provider, SingleSignOnResolver, SingleSignOnService, ViewerSingleSignOnResolver],
})
export class SingleSignOnModule {}
