import { describe, expect, it } from 'vitest';
import { errorView, FobError } from '../../../core/errors/fob-error.ts';

describe('an error that leaves the process', () => {
  it('shows code, message and hint, and never its cause', () => {
    const cause = new Error('the answer was {"access_token":"canary"}');
    const error = new FobError('idp_refused', 'The IdP refused.', {
      hint: 'Check it.',
      cause,
      oauthError: 'x',
    });
    expect(errorView(error)).toEqual({ code: 'idp_refused', message: 'The IdP refused.', hint: 'Check it.' });
    expect(errorView(new FobError('usage', 'No.'))).toEqual({ code: 'usage', message: 'No.' });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe('FobError: The IdP refused.');
  });

  it.each([
    [new TypeError('canary'), 'TypeError'],
    ['canary', 'string'],
    [undefined, 'undefined'],
    [{ message: 'canary', code: 'usage' }, 'object'],
  ])('is "internal" without a word of its own for %o', (error, name) => {
    const view = errorView(error);
    expect(view).toMatchObject({ code: 'internal', message: `Fob met a bug (${name}).` });
    expect(JSON.stringify(view)).not.toContain('canary');
  });
});
