import { Module } from '@nestjs/common';
import { OperatorsResolver } from './operators.resolver.js';
import { OperatorsService } from './operators.service.js';

@Module({ providers: [OperatorsResolver, OperatorsService] })
export class OperatorsModule {}
