/** Imports from other programs: read, looked at, saved. What was found of secrets waits here, and never goes to a page. */
import { FobError, errorView } from '../errors/fob-error.ts';
import { importProfiles } from '../import/import.ts';
import type { FoundValue } from '../import/import.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { ProfileBook } from '../profiles/profile-book.ts';
import { invalid } from '../profiles/lookup.ts';
import { parseProfiles } from '../profiles/profiles-file.ts';
import type { FoundSecret, ImportFile, ImportSaved, ImportView } from '../../shared/import-view.ts';
import type { Address, ProfilesFile } from '../../shared/profile.ts';
import { toBase64url } from '../vault/base64url.ts';
import type { ImportDesk, SaveImport } from './contract.ts';
import type { ProfileDesk } from './profile-desk.ts';
import type { ProfileWatch } from './profile-watch.ts';

const KEPT_MS = 10 * 60_000;
/** Somebody who looks at more than this many at once is no person. */
const MOST_KEPT = 20;
const NOT_A_FILE = { message: 'is not a profile file', line: 1, column: 1 };

export interface ImportDeskOptions {
  readonly ports: { readonly clock: Clock; readonly random: Random };
  readonly book: ProfileBook;
  readonly profiles: ProfileDesk;
  readonly watch: ProfileWatch;
  /** Opens the vault as far as that needs nobody. */
  readonly unlocked: () => Promise<void>;
}

interface Kept {
  readonly text: string;
  readonly secrets: readonly FoundValue[];
  readonly cancel: () => void;
}

export function createImportDesk(options: ImportDeskOptions): ImportDesk {
  return new Desk(options);
}

class Desk implements ImportDesk {
  readonly #options: ImportDeskOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: ImportDeskOptions) {
    this.#options = options;
  }

  async read(files: readonly ImportFile[], service?: string): Promise<ImportView> {
    await this.#options.watch.refresh();
    const found = importProfiles(files, { service });
    const text = `${JSON.stringify(this.#keepingNames(found.profiles), null, 2)}\n`;
    const addresses = addressesOf(found.profiles);
    return {
      id: this.#keep(text, found.secrets),
      formats: found.formats,
      text,
      addresses,
      existing: this.#existing(addresses),
      secrets: found.secrets.map(withoutValue),
      notes: found.notes,
      problems: parseProfiles(text).problems,
    };
  }

  async save({ id, text, replace = false }: SaveImport): Promise<ImportSaved> {
    const { profiles, watch, unlocked } = this.#options;
    const kept = this.#kept.get(id);
    if (kept === undefined) throw over();
    await watch.refresh();
    const wanted = text ?? kept.text;
    const { document, profiles: usable } = parseProfiles(wanted);
    const addresses = document === undefined ? [...usable.keys()] : addressesOf(document);
    if (!replace) refuseReplacing(this.#existing(addresses));
    if (kept.secrets.length > 0) await unlocked();
    // Nobody else may save it meanwhile; after an error the person puts that right and saves again.
    this.#kept.delete(id);
    const { addresses: added, replaced } = await profiles.add(wanted).catch((error: unknown) => {
      this.#kept.set(id, kept);
      throw error;
    });
    kept.cancel();
    return { addresses: added, replaced, ...(await this.#store(kept.secrets)) };
  }

  async exported(addresses?: readonly Address[]): Promise<string> {
    const { book, watch } = this.#options;
    await watch.refresh();
    const { document, problems } = book.current();
    if (document === undefined) throw invalid(problems[0] ?? NOT_A_FILE, 'profiles.json');
    for (const address of addresses ?? []) book.members(address);
    return `${JSON.stringify(onlyThese(document, addresses), null, 2)}\n`;
  }

  forget(): void {
    for (const { cancel } of this.#kept.values()) cancel();
    this.#kept.clear();
  }

  #keep(text: string, secrets: readonly FoundValue[]): string {
    const { clock, random } = this.#options.ports;
    const id = toBase64url(random.bytes(16));
    const cancel = clock.setTimer(() => this.#kept.delete(id), KEPT_MS);
    this.#kept.set(id, { text, secrets, cancel });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) {
      this.#kept.get(oldest)?.cancel();
      this.#kept.delete(oldest);
    }
    return id;
  }

  async #store(secrets: readonly FoundValue[]): Promise<Pick<ImportSaved, 'stored' | 'refused'>> {
    const stored: FoundSecret[] = [];
    const refused: ImportSaved['refused'][number][] = [];
    for (const secret of secrets) {
      const { address, member, value } = secret;
      try {
        await this.#options.profiles.setSecret(address, member, value);
        stored.push(withoutValue(secret));
      } catch (error) {
        if (!(error instanceof FobError)) throw error;
        refused.push({ address, member, problem: errorView(error) });
      }
    }
    return { stored, refused };
  }

  #existing(addresses: readonly Address[]): readonly Address[] {
    const { services } = this.#options.book.current();
    const here = new Set(services.flatMap(({ environments }) => environments.map(({ address }) => address)));
    return addresses.filter((address) => here.has(address));
  }

  /** A service that is here already keeps the name that it has here. */
  #keepingNames(file: ProfilesFile): ProfilesFile {
    const here = new Set(this.#options.book.current().services.map(({ id }) => id));
    const services = file.services.map(({ id, name, ...service }) =>
      name === undefined || here.has(id) ? { id, ...service } : { id, name, ...service },
    );
    return { ...file, services };
  }
}

const withoutValue = ({ address, member }: FoundValue): FoundSecret => ({ address, member });

function addressesOf({ services }: ProfilesFile): readonly Address[] {
  return services.flatMap(({ id, environments }) =>
    environments.map((entry): Address => `${id}/${entry.id}`),
  );
}

function onlyThese(file: ProfilesFile, addresses: readonly Address[] | undefined): ProfilesFile {
  if (addresses === undefined) return file;
  const services = file.services.map((service) => ({
    ...service,
    environments: service.environments.filter(({ id }) => addresses.includes(`${service.id}/${id}`)),
  }));
  return { ...file, services: services.filter(({ environments }) => environments.length > 0) };
}

function refuseReplacing(existing: readonly Address[]): void {
  if (existing.length === 0) return;
  const named =
    existing.slice(0, 5).join(', ') + (existing.length > 5 ? ` and ${existing.length - 5} more` : '');
  throw new FobError('refused_by_policy', `There are profiles here already: ${named}.`, {
    hint: 'Nothing was saved. Replace them (fob import --replace), or give the import another name (--service NAME).',
  });
}

function over(): FobError {
  return new FobError(
    'usage',
    'This import is over: it was saved, ten minutes have passed, or the vault was locked.',
    {
      hint: 'Import it once more.',
    },
  );
}
