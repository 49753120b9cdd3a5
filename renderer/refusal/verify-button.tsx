import type { Address } from '../../shared/profile.ts';
import type { Verification } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { VerificationBadge } from '../claims/verification-badge.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';

interface VerifyButtonProps {
  readonly token: string;
  readonly address: Address;
  readonly issuer: string;
  readonly verification: Verification | undefined;
  readonly onVerified: (verification: Verification) => void;
}

/** Has the engine check the signature, when a person says so. */
export function VerifyButton({ token, address, issuer, verification, onVerified }: VerifyButtonProps) {
  const calls = useCalls();
  const words = useWords().refusal;
  const verify = useAction(async () =>
    onVerified((await calls['tokens.inspect']({ jwt: token, for: address })).verification),
  );
  return (
    <>
      <p className="muted">{words.verifyHelp(issuer)}</p>
      <div className="form-actions">
        <Button icon="shield-check" isPending={verify.isPending} onPress={() => void verify.run()}>
          {verify.isPending ? words.verifying : words.verify}
        </Button>
      </div>
      <ErrorNote error={verify.error} isAlert />
      <div role="status">
        {verification !== undefined && <VerificationBadge verification={verification} />}
      </div>
    </>
  );
}
