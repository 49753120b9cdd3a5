import type { Introspection } from '../../shared/token-view.ts';
import { ErrorNote, Note } from '../ui/note.tsx';
import { ClaimTable } from './claim-table.tsx';
import { Badge } from './verification-badge.tsx';

/** A token that is not a JWT, as its issuer describes it (RFC 7662). */
export function OpaqueToken({ introspection }: { readonly introspection: Introspection | undefined }) {
  return (
    <>
      <Note tone="info">
        <p className="note-message">
          The access token is opaque: it is not a JWT, so there is nothing to decode.
        </p>
        <p className="note-hint">It works all the same. Only its issuer can say what it stands for.</p>
      </Note>
      {introspection !== undefined && (
        <>
          <h4>Introspection</h4>
          <Told introspection={introspection} />
        </>
      )}
    </>
  );
}

function Told({ introspection }: { readonly introspection: Introspection }) {
  switch (introspection.kind) {
    case 'active':
      return (
        <>
          <Badge kind="told" icon="info" title="The issuer says: active">
            This is what it answered when Fob asked. There is no signature that could prove it.
          </Badge>
          <ClaimTable label="Introspection" claims={introspection.claims} part="payload" />
        </>
      );
    case 'inactive':
      return (
        <Badge kind="not-verified" icon="error" title="The issuer says: not active">
          The token has expired or was revoked, or this client may not ask about it. An API that asks will
          refuse it; Refresh gets another one.
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
