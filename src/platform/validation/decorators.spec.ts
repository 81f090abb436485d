import { expect, it } from '@jest/globals';
import { IsBoolean, MaxLength, validateSync } from 'class-validator';
import { say } from '../words/words.js';
import { faultFrom, Quantity, Text } from './decorators.js';
import { refusalOf } from './validation.pipe.js';
import { Refusal, type UserError } from '../graphql/errors.js';

class Sent {
  @Quantity({ min: 2, max: 9 })
  quantity: unknown;

  @Text({ max: 5, each: true, most: 2 })
  names: unknown;

  @MaxLength(3, { message: 'TOO_LONG|No word is that long.' })
  word: unknown;

  @IsBoolean()
  isTrue: unknown;
}

function refused(values: Record<string, unknown>): readonly UserError[] {
  const errors = validateSync(Object.assign(new Sent(), { quantity: 2, names: [], word: '', isTrue: true }, values));
  const refusal = refusalOf(errors);
  return refusal instanceof Refusal ? refusal.errors : [];
}

it.each<[string, Record<string, unknown>, UserError]>([
  [
    'with its values apart',
    { quantity: 10 },
    { code: 'OUT_OF_RANGE', message: say`Send a whole number from ${2} to ${9}.`, path: ['quantity'] },
  ],
  [
    'of an item of a list',
    { names: ['fine', 'too long'] },
    { code: 'TOO_LONG', message: say`Write at most ${5} characters.`, path: ['names'] },
  ],
  [
    'of the length of a list',
    { names: ['a', 'b', 'c'] },
    { code: 'TOO_MANY', message: say`Send at most ${2} items.`, path: ['names'] },
  ],
  [
    'given to a decorator of the library',
    { word: 'four' },
    { code: 'TOO_LONG', message: 'No word is that long.', path: ['word'] },
  ],
  [
    'of ours where the library has its own',
    { isTrue: 'yes $value' },
    {
      code: 'INVALID',
      message: 'This is not what belongs here. Look up what the field takes, and send that.',
      path: ['isTrue'],
    },
  ],
])('says a text %s', (_, values, error) => {
  expect(refused(values)).toEqual([error]);
});

it('reads back a text that looks like the form in which texts with values travel', () => {
  expect(faultFrom('INVALID|{"template":"no","values":[]}').message).toBe('{"template":"no","values":[]}');
  expect(faultFrom('not of a form at all').code).toBe('INVALID');
});
