import 'reflect-metadata';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { entities } from './entities.js';
import { PledgesService } from './pledges.service.js';
import { AskResolver, CampaignResolver, PledgeResolver } from './resolvers.js';
import { Session } from './session.js';

/** As the documentation of each part says, with nothing turned on or off. */
@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['RUNTIME_DATABASE_URL'] ?? '',
      entities,
      installExtensions: false,
      extra: { max: Number(process.env['POOL_SIZE']), idleTimeoutMillis: 0 },
    }),
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      inject: [DataSource],
      useFactory: (source: DataSource) => ({
        autoSchemaFile: true,
        context: ({ req }: { req: Request }) => ({ session: new Session(source, req.headers.authorization) }),
        plugins: [
          {
            requestDidStart: async () => ({
              willSendResponse: ({ contextValue }: { contextValue: { session: Session } }) =>
                contextValue.session.end(),
            }),
          },
        ],
      }),
    }),
  ],
  providers: [CampaignResolver, AskResolver, PledgeResolver, PledgesService],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
process.on('SIGTERM', () => process.exit(0));
await app.listen(Number(process.env['PORT']), '127.0.0.1');
