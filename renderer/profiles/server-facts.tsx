import type { ServerView } from '../../shared/editor-view.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { visibleText } from '../ui/visible-text.ts';
import type { AskedServer } from './use-server.ts';

interface ServerFactsProps {
  readonly asked: AskedServer;
  /** The URL as it was typed, which need not be what the server calls itself. */
  readonly typed: string;
  readonly isByHand: boolean;
}

/** What the server at the issuer URL supports, which decides what is offered. */
export function ServerFacts({ asked, typed, isByHand }: ServerFactsProps) {
  const words = useWords().profiles.server;
  return (
    <section className="server-facts" aria-label={words.title}>
      <h3>{words.title}</h3>
      <div role="status" aria-label={words.title}>
        {isByHand && <p className="muted">{words.byHand}</p>}
        {!isByHand && asked.kind === 'none' && <p className="muted">{words.waiting}</p>}
        {!isByHand && asked.kind === 'asking' && <p className="muted">{words.asking}</p>}
        {!isByHand && asked.kind === 'found' && <Found server={asked.server} typed={typed} />}
      </div>
      {!isByHand && asked.kind === 'failed' && <ErrorNote error={asked.error} tone="warning" isAlert />}
    </section>
  );
}

function Found({ server, typed }: { readonly server: ServerView; readonly typed: string }) {
  const words = useWords().profiles.server;
  return (
    <>
      <p className="server-issuer">
        <Icon name="check" />
        <code dir="auto">{visibleText(server.issuer)}</code>
      </p>
      {server.issuer !== typed && <p>{words.calledItself(server.issuer)}</p>}
      <dl className="server-list">
        <Fact label={words.grants} values={server.grantTypes?.map(shortName)} />
        <Fact label={words.auths} values={server.clientAuthMethods} />
        <Fact label={words.scopes} values={server.scopes} />
        <Fact label={words.extras} values={extras(server, words)} />
      </dl>
    </>
  );
}

const SHOWN = 8;

function Fact({ label, values }: { readonly label: string; readonly values: readonly string[] | undefined }) {
  const words = useWords().profiles.server;
  const more = (values?.length ?? 0) - SHOWN;
  return (
    <div className="server-fact">
      <dt>{label}</dt>
      <dd>
        {values === undefined && <span className="muted">{words.unsaid}</span>}
        {values?.length === 0 && <span className="muted">{words.nothing}</span>}
        {values?.slice(0, SHOWN).map((value) => (
          <code key={value} className="fact-value" dir="auto">
            {visibleText(value)}
          </code>
        ))}
        {more > 0 && <span className="muted">{words.more(more)}</span>}
      </dd>
    </div>
  );
}

/** The last part of a URN says it all. */
const shortName = (grant: string) => grant.replace(/^urn:ietf:params:oauth:grant-type:/, '');

function extras(server: ServerView, words: Words['profiles']['server']): readonly string[] {
  const has = (endpoint: string) => server.endpoints[endpoint] !== undefined;
  const found: readonly (readonly [string, boolean])[] = [
    [words.pkce, server.codeChallengeMethods?.includes('S256') === true],
    [words.parRequired, server.par === 'required'],
    [words.parOffered, server.par === 'offered'],
    [words.dpop, (server.dpopAlgorithms?.length ?? 0) > 0],
    [words.mtls, Object.keys(server.mtlsEndpoints).length > 0],
    [words.device, has('device_authorization_endpoint')],
    [words.revocation, has('revocation_endpoint')],
    [words.introspection, has('introspection_endpoint')],
  ];
  return found.flatMap(([name, isThere]) => (isThere ? [name] : []));
}
