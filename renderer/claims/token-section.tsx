import { useId } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { visibleText } from '../ui/visible-text.ts';
import { audienceText } from './audience.ts';
import { Scopes } from './profile-facts.tsx';
import { TokenClaims } from './token-claims.tsx';
import { useClaims } from './use-claims.ts';

/** The token at hand, decoded. Where there is none, Fob does not ask for one unless a person says so. */
export function TokenSection({ environment }: { readonly environment: EnvironmentView }) {
  const { address, receivedAt } = environment;
  const titleId = useId();
  return (
    <section className="details-section" aria-labelledby={titleId}>
      <h3 id={titleId}>Token</h3>
      {receivedAt === undefined ? (
        <NoToken address={address} />
      ) : (
        <LoadedClaims environment={environment} receivedAt={receivedAt} />
      )}
    </section>
  );
}

function NoToken({ address }: { readonly address: Address }) {
  const calls = useCalls();
  const mint = useAction(() => calls['tokens.refresh']({ address }));
  return (
    <>
      <p className="muted">There is no token at hand. The next copy or command gets one.</p>
      <Button isPending={mint.isPending} onPress={() => void mint.run()}>
        Get a token and show its claims
      </Button>
      <ErrorNote error={mint.error} isAlert />
    </>
  );
}

function audienceClaim({ accessToken, introspection }: ClaimsView): unknown {
  return introspection?.kind === 'active' ? introspection.claims.aud : accessToken?.payload.aud;
}

interface LoadedClaimsProps {
  readonly environment: EnvironmentView;
  readonly receivedAt: number;
}

function LoadedClaims({ environment, receivedAt }: LoadedClaimsProps) {
  const state = useClaims(environment.address, receivedAt);
  if (state.kind === 'loading') return <p className="muted">Reading the token…</p>;
  if (state.kind === 'failed') return <ErrorNote error={state.error} isAlert />;
  const { claims } = state;
  const audience = audienceText(environment.audience, audienceClaim(claims));
  return (
    <>
      <TokenClaims claims={claims} />
      <h4>Scopes</h4>
      <Scopes asked={environment.scope} granted={claims.scope} />
      {audience !== undefined && (
        <>
          <h4>Audience</h4>
          <p className="audience">{visibleText(audience)}</p>
        </>
      )}
    </>
  );
}
