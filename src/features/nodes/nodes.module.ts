import { Module } from '@nestjs/common';
import { NodesResolver } from './nodes.resolver.js';
import { NotificationSubjectsResolver } from './notification-subjects.resolver.js';

@Module({ providers: [NodesResolver, NotificationSubjectsResolver] })
export class NodesModule {}
