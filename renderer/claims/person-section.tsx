import { useId, useState } from 'react';
import type { Address } from '../../shared/profile.ts';
import type { UserinfoView } from '../../shared/token-view.ts';
import { useCalls } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useAction } from '../ui/use-action.ts';
import { ClaimTable } from './claim-table.tsx';
import { Badge } from './verification-badge.tsx';

/** Who the token is about, by the issuer's userinfo. It is asked only when a person says so. */
export function PersonSection({ address }: { readonly address: Address }) {
  const calls = useCalls();
  const { sections, person } = useWords().claims;
  const titleId = useId();
  const [answer, setAnswer] = useState<UserinfoView>();
  const ask = useAction(async () => {
    setAnswer(undefined);
    setAnswer(await calls['tokens.userinfo']({ address }));
  });
  return (
    <section className="details-section" aria-labelledby={titleId}>
      <h3 id={titleId}>{sections.person}</h3>
      <Button icon="person" isPending={ask.isPending} onPress={() => void ask.run()}>
        {ask.isPending ? person.asking : person.ask}
      </Button>
      <ErrorNote error={ask.error} isAlert />
      {answer !== undefined && <Answer answer={answer} />}
    </section>
  );
}

function Answer({ answer: { claims, subject } }: { readonly answer: UserinfoView }) {
  const words = useWords().claims.person;
  return (
    <>
      <Badge kind="told" icon="person" title={words.says}>
        {subject === 'matches' ? words.matches : words.notCompared}
      </Badge>
      <ClaimTable label={words.claims} claims={claims} part="payload" />
    </>
  );
}
