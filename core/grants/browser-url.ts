import { endpointProblem } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';

/**
 * A URL of an IdP that may be given to a browser: https, or http on loopback, and written anew by the URL parser, so that
 * nothing in it means anything to a shell or another program (security.md P12). Throws `idp_response_invalid`.
 */
export function openable(text: string): string {
  const problem = endpointProblem(text);
  if (problem === undefined) return new URL(text).href;
  throw new FobError('idp_response_invalid', `The IdP names an address for the browser that ${problem}.`, {
    hint: 'Fob opens https addresses only.',
  });
}
