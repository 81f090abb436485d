import { describe, expect, it } from '@jest/globals';
import { describeError } from './logging.js';

describe('an error in the log', () => {
  it('says of the database what went wrong, not with which values', () => {
    const error = Object.assign(new Error('duplicate key value (email)=(ana@example.org)'), {
      severity: 'ERROR',
      code: '23505',
      constraint: 'person_email_uq',
      detail: 'Key (email)=(ana@example.org) already exists.',
      where: 'ana@example.org',
      query: 'INSERT … ana@example.org',
    });
    expect(describeError(error)).toMatchObject({ code: '23505', constraint: 'person_email_uq' });
    expect(JSON.stringify(describeError(error))).not.toMatch(/ana|duplicate key/);
  });

  it('leaves out addresses that other errors quote, those of a cause too', () => {
    const error = new Error('cannot mail ana.b+c@example.org', { cause: new Error('550 <ana@example.org> unknown') });
    const text = JSON.stringify(describeError(error));
    expect(text).toContain('cannot mail [e-mail]');
    expect(text).not.toContain('example.org');
  });

  it('tells of what is no error only what kind of thing it is', () => {
    expect(describeError('Bearer token')).toEqual({ type: 'string' });
  });
});
