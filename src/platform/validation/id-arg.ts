import { Injectable, type PipeTransform } from '@nestjs/common';
import { Args, ID } from '@nestjs/graphql';
import { isUuid } from './formats.js';

/** The id of nothing: no row is ever given it. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class UuidPipe implements PipeTransform {
  /** What can be no id goes on as the id of nothing: the same way, so the same answer in the same bytes. */
  transform(value: unknown): unknown {
    if (value === null || value === undefined) return value;
    return isUuid(value) ? value.toLowerCase() : NOTHING;
  }
}

/** An argument that is an id. What can be no id is answered like an id that nothing has. */
export function IdArg(name = 'id', description = 'The id.', { nullable = false } = {}): ParameterDecorator {
  return Args(name, { type: () => ID, description, nullable }, new UuidPipe());
}
