import { Button as FoldButton, Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type {
  TracedExchange,
  TracedMember,
  TracedResponse,
  TracedValue,
  TraceView,
} from '../../shared/history-view.ts';
import { useWords } from '../language/language.tsx';
import type { Words } from '../language/words.ts';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { logText } from './times.ts';

type TraceWords = Words['history']['trace'];

/** The requests that the last token was asked for with, and their answers, without a secret. */
export function TraceSection({ trace }: { readonly trace: TraceView | undefined }) {
  const words = useWords().history.trace;
  if (trace === undefined) return <p className="muted">{words.none}</p>;
  const { attempts, exchanges } = trace;
  return (
    <>
      <p className="muted">{words.help}</p>
      {exchanges.map((exchange, index) => (
        <Exchange key={index} exchange={exchange} />
      ))}
      {attempts > exchanges.length && (
        <p className="muted">
          {words.attempts(attempts)}, {words.left(exchanges.length)}
        </p>
      )}
    </>
  );
}

/** One request and its answer, without a secret. */
export function Exchange({ exchange }: { readonly exchange: TracedExchange }) {
  const { history, ui } = useWords();
  const words = history.trace;
  const { at, durationMs, request, response, error, curl } = exchange;
  const notify = useNotify();
  const copy = async () => {
    if (await copyText(curl)) notify({ kind: 'done', message: words.copied });
    else notify({ kind: 'failed', error: { code: 'refused_by_policy', message: words.notCopied } });
  };
  return (
    <article className="exchange" aria-label={words.exchange(request.method, new URL(request.url).host)}>
      <header className="exchange-head">
        <span className="exchange-line">
          <strong>{request.method}</strong> <code dir="auto">{visibleText(request.url)}</code>
        </span>
        <span className="exchange-facts">
          <Outcome status={response?.status} words={words} />
          <span>{words.milliseconds(Math.round(durationMs))}</span>
          <span>{logText('time', at, ui.time.locale)}</span>
        </span>
      </header>
      {request.method === 'POST' && <Members title={words.request} members={request.body} />}
      <Fold title={words.requestHeaders} members={request.headers} />
      {error !== undefined && <ErrorNote error={error} />}
      {response !== undefined && <Answer response={response} />}
      <Button icon="copy" onPress={() => void copy()}>
        {words.copyCurl}
      </Button>
    </article>
  );
}

function Outcome({ status, words }: { readonly status: number | undefined; readonly words: TraceWords }) {
  const isGood = status !== undefined && status < 400;
  return (
    <span className={`exchange-status ${isGood ? 'exchange-good' : 'exchange-bad'}`}>
      <Icon name={isGood ? 'check' : 'error'} size={14} />
      {status === undefined ? words.noAnswer : words.status(status)}
    </span>
  );
}

function Answer({ response: { body, headers } }: { readonly response: TracedResponse }) {
  const words = useWords().history.trace;
  return (
    <>
      {body.kind === 'members' ? (
        <Members title={words.response} members={body.members} />
      ) : (
        <p className="muted">{body.bytes === 0 ? words.empty : words.other(body.type, body.bytes)}</p>
      )}
      <Fold title={words.responseHeaders} members={headers} />
    </>
  );
}

interface MembersProps {
  readonly title: string;
  readonly members: readonly TracedMember[];
}

function Fold({ title, members }: MembersProps) {
  return (
    <Disclosure className="fold">
      <FoldButton slot="trigger" className="fold-trigger">
        <Icon name="chevron-down" />
        {title} ({members.length})
      </FoldButton>
      <DisclosurePanel>
        <MemberList title={title} members={members} />
      </DisclosurePanel>
    </Disclosure>
  );
}

function Members({ title, members }: MembersProps) {
  return (
    <div className="exchange-part">
      <h4>{title}</h4>
      <MemberList title={title} members={members} />
    </div>
  );
}

function MemberList({ title, members }: MembersProps) {
  const words = useWords().history.trace;
  return (
    <dl className="traced" aria-label={title}>
      {members.map(({ name, value }, index) => (
        <div key={index} className="traced-member">
          <dt>
            <code dir="auto">{visibleText(name)}</code>
          </dt>
          <dd className={`traced-${value.kind}`}>{valueText(value, words)}</dd>
        </div>
      ))}
    </dl>
  );
}

function valueText(value: TracedValue, words: TraceWords) {
  if (value.kind !== 'typed') return <code dir="auto">{visibleText(value.text)}</code>;
  const { type, size } = value;
  if (size === undefined) return words.types[type];
  const isText = type === 'jwt' || type === 'text';
  return `${words.types[type]}, ${isText ? words.characters(size) : words.members(size)}`;
}
