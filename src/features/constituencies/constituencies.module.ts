import { Module } from '@nestjs/common';
import { ConstituenciesResolver } from './constituencies.resolver.js';
import { ConstituenciesService } from './constituencies.service.js';

@Module({ providers: [ConstituenciesResolver, ConstituenciesService] })
export class ConstituenciesModule {}
