import { Injectable, type PipeTransform } from '@nestjs/common';
import { Args, ID } from '@nestjs/graphql';
import { NotFound } from '../graphql/errors.js';
import { isUuid } from './formats.js';

@Injectable()
export class UuidPipe implements PipeTransform {
  transform(value: unknown): unknown {
    if (value === null || value === undefined) return value;
    if (!isUuid(value)) throw new NotFound();
    return value.toLowerCase();
  }
}

/** An argument that is an id. What can be no id is answered like an id that nothing has. */
export function IdArg(name = 'id', description = 'The id.', { nullable = false } = {}): ParameterDecorator {
  return Args(name, { type: () => ID, description, nullable }, new UuidPipe());
}
