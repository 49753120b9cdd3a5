import { useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { ClaimTable } from '../claims/claim-table.tsx';
import { JwtClaims } from '../claims/token-claims.tsx';
import { useWords } from '../language/language.tsx';
import { Note } from '../ui/note.tsx';
import { decodeHeader, decodeJwt } from './decode-jwt.ts';
import { findToken } from './find-token.ts';
import type { FoundToken } from './find-token.ts';
import { Remarks } from './remark-list.tsx';
import { ToolView } from './tool-view.tsx';
import { VerifySection } from './verify-section.tsx';

/** Any token, decoded in the page and explained. Verifying it is another step, which says what it needs. */
export function InspectView({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().inspect;
  const [text, setText] = useState('');
  const found = findToken(text);
  return (
    <ToolView
      words={words}
      rows={8}
      text={text}
      onText={setText}
      side={
        found?.kind === 'jwt' && <VerifySection key={found.token} snapshot={snapshot} token={found.token} />
      }
    >
      <Result text={text} found={found} />
    </ToolView>
  );
}

function Result({ text, found }: { readonly text: string; readonly found: FoundToken | undefined }) {
  const words = useWords().inspect;
  if (text.trim() === '') return <p className="muted tool-empty">{words.empty}</p>;
  if (found === undefined) return <Told tone="warning" title={words.nothing} text={words.nothingHelp} />;
  return (
    <>
      <Place found={found} />
      <Content found={found} />
    </>
  );
}

/** Where the token was, and what had to be put right. */
function Place({ found: { place, mends, scheme } }: { readonly found: FoundToken }) {
  const words = useWords().inspect;
  return (
    <>
      <p className="muted">
        {words.places[place]} {scheme !== undefined && <code>{scheme}</code>}
      </p>
      {mends.map((mend) => (
        <Note key={mend} tone="warning">
          {words.mends[mend]}
        </Note>
      ))}
    </>
  );
}

function Content({ found: { kind, token } }: { readonly found: FoundToken }) {
  const words = useWords().inspect;
  if (kind === 'opaque') return <Told tone="info" title={words.opaque} text={words.opaqueHelp} />;
  if (kind === 'jwe') {
    const header = decodeHeader(token);
    return (
      <>
        <Told tone="info" title={words.jwe} text={words.jweHelp} />
        {header !== undefined && <ClaimTable label={words.header} claims={header} part="header" />}
      </>
    );
  }
  const jwt = decodeJwt(token);
  if (jwt === undefined) return <Told tone="error" title={words.broken} text={words.brokenHelp} />;
  return (
    <>
      <Remarks jwt={jwt} />
      <JwtClaims jwt={jwt} claimsLabel={words.claims} headerLabel={words.header} />
    </>
  );
}

interface ToldProps {
  readonly tone: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
}

/** A message of two lines: what it is, and what that means. */
function Told({ tone, title, text }: ToldProps) {
  return (
    <Note tone={tone}>
      <p className="note-message">{title}</p>
      <p className="note-hint">{text}</p>
    </Note>
  );
}
