import type { Address } from '../../shared/profile.ts';
import type { ClaimsView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import type { DecodedJwt } from '../inspect/decode-jwt.ts';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';

/** What is known of the token that Fob has. */
export interface AtHand {
  readonly token?: Pick<DecodedJwt, 'header' | 'payload'>;
  readonly scope?: string;
}

interface TokenAtHandProps {
  readonly address: Address;
  readonly isUsed: boolean;
  readonly onUse: (atHand: AtHand) => void;
}

/** Where the text has no token, the one that Fob has may be the one that was refused. It is looked at when a person says so. */
export function TokenAtHand({ address, isUsed, onUse }: TokenAtHandProps) {
  const calls = useCalls();
  const words = useWords().refusal;
  const look = useAction(async () => onUse(atHandOf(await calls['tokens.claims']({ address }))));
  if (isUsed) return <p className="muted">{words.atHandUsed(address)}</p>;
  return (
    <>
      <p className="muted">{words.atHandHelp}</p>
      <div className="form-actions">
        <Button icon="eye" isPending={look.isPending} onPress={() => void look.run()}>
          {words.atHand(address)}
        </Button>
      </div>
      <ErrorNote error={look.error} isAlert />
    </>
  );
}

function atHandOf({ accessToken, introspection, scope }: ClaimsView): AtHand {
  const payload = introspection?.kind === 'active' ? introspection.claims : undefined;
  const token = accessToken ?? (payload === undefined ? undefined : { header: {}, payload });
  return {
    ...(token === undefined ? {} : { token: { header: token.header, payload: token.payload } }),
    ...(scope === undefined ? {} : { scope }),
  };
}
