/** What the profile editor asks of the engine: what a server offers, whether a profile works, and a service of the file. */
import type { ServiceText } from '../../shared/editor-view.ts';
import { profileMembersSchema } from '../../shared/profile.ts';
import { FobError } from '../errors/fob-error.ts';
import { discover } from '../grants/discovery.ts';
import type { History } from '../history/history.ts';
import type { HttpClient } from '../ports/http.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import type { Vault } from '../vault/vault.ts';
import type { EditorDesk } from './contract.ts';
import type { EnginePorts } from './ports.ts';
import type { ProfileAccess } from './profile-access.ts';
import type { ProfileDesk } from './profile-desk.ts';
import type { ProfileWatch } from './profile-watch.ts';
import { serverViewOf } from './server-view.ts';
import { runTrial } from './trial.ts';

export interface EditorDeskOptions {
  readonly ports: EnginePorts;
  readonly book: ProfileBook;
  readonly history: Pick<History, 'noteAdded'>;
  readonly vault: Vault;
  readonly access: ProfileAccess;
  readonly profiles: Pick<ProfileDesk, 'removals' | 'removed'>;
  readonly watch: ProfileWatch;
}

export function createEditorDesk(options: EditorDeskOptions): EditorDesk {
  const { ports, book, history, profiles, watch } = options;
  return {
    discover: async (issuer) => {
      refuseIssuer(issuer);
      const http = await ports.http({ address: 'new/profile' }, () => Promise.resolve({}));
      try {
        return serverViewOf(await discoverEither(issuer, http));
      } finally {
        void http.close().catch(() => undefined);
      }
    },
    test: (text, secrets) => runTrial(text, secrets, options),
    text: async (service) => {
      await watch.refresh();
      return serviceText(book, service);
    },
    save: async ({ service, before, text }) => {
      await profiles.removals();
      await watch.refresh();
      const { addresses, added, removed } = await book.replace(service, text, before);
      history.noteAdded(added);
      watch.changed();
      for (const address of removed) await profiles.removed(address);
      return { addresses, removed };
    },
  };
}

function serviceText(book: ProfileBook, service: string): ServiceText {
  const text = book.serviceText(service);
  return text === undefined ? {} : { text };
}

function refuseIssuer(issuer: string): void {
  const problem = profileMembersSchema.shape.issuer.safeParse(issuer).error?.issues[0]?.message;
  if (problem === undefined) return;
  throw new FobError('usage', `The issuer ${problem}.`, {
    hint: 'Give it as the provider does, such as https://login.example.com',
  });
}

/**
 * With and without a slash at the end are two issuers, and people write either. Each is held to the letter; the answer
 * says which one it is.
 */
async function discoverEither(issuer: string, http: HttpClient): ReturnType<typeof discover> {
  try {
    return await discover(issuer, http);
  } catch (error) {
    if (!(error instanceof FobError) || error.code !== 'idp_response_invalid') throw error;
    const other = issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`;
    return discover(other, http).catch(() => Promise.reject(error));
  }
}
