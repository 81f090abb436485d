import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { catchError, type Observable, of } from 'rxjs';
import { Refusal } from './errors.js';

/**
 * The one place where a thrown refusal becomes a payload; every other field of the payload is null.
 * Queries have no payload: there a refusal stays an error, and the formatter calls it a bad request.
 */
@Injectable()
export class RefusalsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<string>() !== 'graphql') return next.handle();
    const { operation } = GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>();
    if (operation.operation !== 'mutation') return next.handle();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return of({ userErrors: error.errors.map(({ path, ...rest }) => ({ ...rest, path: inInput(path) })) });
      }),
    );
  }
}

/** Services may name a value from the input down; clients sent it as the argument `input`. */
function inInput(path: readonly string[]): string[] {
  return path.length === 0 || path[0] === 'input' ? [...path] : ['input', ...path];
}
