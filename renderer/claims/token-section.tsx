import { useId } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { EnvironmentView } from '../../shared/snapshot.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { Audience, Scopes } from './asked-and-granted.tsx';
import { RawToken } from './raw-token.tsx';
import { TokenClaims } from './token-claims.tsx';
import { useClaims } from './use-claims.ts';

/** The token at hand, decoded. Where there is none, Fob does not ask for one unless a person says so. */
export function TokenSection({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().claims;
  const titleId = useId();
  return (
    <section className="details-section" aria-labelledby={titleId}>
      <h3 id={titleId}>{words.sections.token}</h3>
      <LoadedClaims environment={environment} />
    </section>
  );
}

interface NoTokenProps {
  readonly address: Address;
  readonly label: string;
  readonly help: string;
}

/** In place of a token: why there is nothing to see, and the way to get one. */
export function NoToken({ address, label, help }: NoTokenProps) {
  const calls = useCalls();
  const mint = useAction(() => calls['tokens.refresh']({ address }));
  return (
    <>
      <p className="muted">{help}</p>
      <Button isPending={mint.isPending} onPress={() => void mint.run()}>
        {label}
      </Button>
      <ErrorNote error={mint.error} isAlert />
    </>
  );
}

function audienceClaim({ accessToken, introspection }: ClaimsView): unknown {
  return introspection?.kind === 'active' ? introspection.claims.aud : accessToken?.payload.aud;
}

function LoadedClaims({ environment }: { readonly environment: EnvironmentView }) {
  const words = useWords().claims;
  const { address, audience, scope } = environment;
  const answer = useClaims(environment);
  switch (answer.kind) {
    case 'none':
      return <NoToken address={address} label={words.token.get} help={words.token.none} />;
    case 'loading':
      return <p className="muted">{words.token.reading}</p>;
    case 'failed':
      return <ErrorNote error={answer.error} isAlert />;
    case 'ready':
      return (
        <>
          <TokenClaims claims={answer.value} />
          <h4>{words.asked.scopes}</h4>
          <Scopes asked={scope} granted={answer.value.scope} />
          <Audience asked={audience} claim={audienceClaim(answer.value)} />
          <RawToken key={address} address={address} />
        </>
      );
  }
}
