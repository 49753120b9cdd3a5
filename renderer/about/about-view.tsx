import { useState } from 'react';
import type { LICENCES } from 'virtual:licences';
import type { Snapshot } from '../../shared/snapshot.ts';
import { VERSION } from '../../shared/version.ts';
import { useConnection, useHost } from '../bridge/host-context.tsx';
import { useWords } from '../language/language.tsx';
import { Page } from '../page.tsx';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { ErrorNote } from '../ui/note.tsx';
import { useNotify } from '../ui/notify.tsx';
import { useAction } from '../ui/use-action.ts';
import { diagnostics } from './diagnostics.ts';
import { KeysList } from './keys-list.tsx';
import { UpdateSection } from './update-section.tsx';

/** What this is, which keys it knows, what it is made of, and what to send along with a report. */
export function AboutView({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().about;
  const { bridge } = useHost();
  const update = snapshot.desktop?.update;
  return (
    <Page>
      <article className="about">
        <header className="about-header">
          <h1>{words.title}</h1>
          <p>{words.what}</p>
          <dl className="about-versions">
            <dt>{words.version}</dt>
            <dd>{VERSION}</dd>
            <dt>{words.host}</dt>
            <dd>{words.hosts[bridge.kind]}</dd>
            <dt>{words.licence}</dt>
            <dd>MIT</dd>
          </dl>
        </header>
        {update !== undefined && <UpdateSection update={update} />}
        <section>
          <h2>{words.keys.title}</h2>
          <KeysList />
        </section>
        <Diagnostics snapshot={snapshot} />
        <Licences />
      </article>
    </Page>
  );
}

function Diagnostics({ snapshot }: { readonly snapshot: Snapshot }) {
  const words = useWords().about.diagnostics;
  const { bridge } = useHost();
  const connection = useConnection();
  const notify = useNotify();
  const text = diagnostics(snapshot, {
    host: bridge.kind,
    connection,
    userAgent: navigator.userAgent,
    language: document.documentElement.lang,
  });
  const copy = async () => {
    if (await copyText(text)) notify({ kind: 'done', message: words.copied });
    else notify({ kind: 'failed', error: { code: 'refused_by_policy', ...words.refused } });
  };
  return (
    <section>
      <h2>{words.title}</h2>
      <p className="muted">{words.help}</p>
      <pre className="about-diagnostics" tabIndex={0} aria-label={words.title} dir="ltr">
        {text}
      </pre>
      <Button icon="copy" onPress={() => void copy()}>
        {words.copy}
      </Button>
    </section>
  );
}

type Licence = (typeof LICENCES)[number];

function Licences() {
  const words = useWords().about.licences;
  const [packages, setPackages] = useState<readonly Licence[]>();
  const load = useAction(async () => setPackages((await import('virtual:licences')).LICENCES));
  return (
    <section>
      <h2>{words.title}</h2>
      <p className="muted">{words.help}</p>
      {packages === undefined ? (
        <Button isPending={load.isPending} onPress={() => void load.run()}>
          {words.show}
        </Button>
      ) : (
        <table className="about-licences">
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.licence}</th>
            </tr>
          </thead>
          <tbody>
            {packages.map(({ name, version, licence }) => (
              <tr key={`${name} ${version}`}>
                <th scope="row">{name}</th>
                <td>{version}</td>
                <td>{licence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ErrorNote error={load.error} isAlert />
    </section>
  );
}
