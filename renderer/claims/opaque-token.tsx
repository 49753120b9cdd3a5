import type { Introspection } from '../../shared/token-view.ts';
import { useWords } from '../language/language.tsx';
import { ErrorNote, Note } from '../ui/note.tsx';
import { ClaimTable } from './claim-table.tsx';
import { Badge } from './verification-badge.tsx';

/** A token that is not a JWT, as its issuer describes it (RFC 7662). */
export function OpaqueToken({ introspection }: { readonly introspection: Introspection | undefined }) {
  const words = useWords().claims.opaque;
  return (
    <>
      <Note tone="info">
        <p className="note-message">{words.title}</p>
        <p className="note-hint">{words.text}</p>
      </Note>
      {introspection !== undefined && (
        <>
          <h4>{words.introspection}</h4>
          <Told introspection={introspection} />
        </>
      )}
    </>
  );
}

function Told({ introspection }: { readonly introspection: Introspection }) {
  const words = useWords().claims.opaque;
  switch (introspection.kind) {
    case 'active':
      return (
        <>
          <Badge kind="told" icon="info" title={words.active}>
            {words.activeText}
          </Badge>
          <ClaimTable label={words.introspection} claims={introspection.claims} part="payload" />
        </>
      );
    case 'inactive':
      return (
        <Badge kind="not-verified" icon="error" title={words.inactive}>
          {words.inactiveText}
        </Badge>
      );
    case 'not_answered':
      return (
        <ErrorNote
          error={introspection.reason}
          tone={introspection.reason.code === 'usage' ? 'info' : 'warning'}
        />
      );
  }
}
