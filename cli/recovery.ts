/** What this side can give a host that lacks it: the vault's passphrase, and environment variables for secrets. */
import { FobError } from '../core/index.ts';
import type { ErrorCode } from '../shared/error-code.ts';
import type { HostRequest } from '../agent/ask-host.ts';

/** `address` is what the work is about, when it is about one. */
export type Recover = <T>(address: string | undefined, work: () => Promise<T>) => Promise<T>;

type Environment = Readonly<Record<string, string | undefined>>;

export interface RecoveryOptions {
  /** The passphrase of the environment, when it has one. */
  readonly passphrase: () => Promise<string | undefined>;
  readonly env: Environment;
}

/** Each help is given at most once; then the host's error stands. */
export function createRecovery(
  call: (request: HostRequest) => Promise<unknown>,
  { passphrase, env }: RecoveryOptions,
): Recover {
  const unlock = async (): Promise<boolean> => {
    const given = await passphrase();
    if (given === undefined) return false;
    await call({ method: 'POST', path: '/v1/unlock', body: { passphrase: given } });
    return true;
  };

  const lend = async (address: string | undefined): Promise<boolean> => {
    if (address === undefined) return false;
    const { members } = (await call({ method: 'GET', path: `/v1/profiles/${address}` })) as {
      members: object;
    };
    const variables = lendable(members, env);
    if (Object.keys(variables).length === 0) return false;
    await call({ method: 'PUT', path: `/v1/environment/${address}`, body: { variables } });
    return true;
  };

  return async (address, work) => {
    const given = new Set<string>();
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const lack = error instanceof FobError ? LACKS[error.code] : undefined;
        if (lack === undefined || given.has(lack)) throw error;
        given.add(lack);
        if (!(await (lack === 'passphrase' ? unlock() : lend(address)))) throw error;
      }
    }
  };
}

const LACKS: Readonly<Partial<Record<ErrorCode, 'passphrase' | 'variable'>>> = {
  vault_locked: 'passphrase',
  vault_absent: 'passphrase',
  secret_missing: 'variable',
};

/** The variables that a profile's secrets name and that are set here. */
export function lendable(members: object, env: Environment): Record<string, string> {
  const references = Object.values(members) as readonly ({ from?: unknown; name?: unknown } | null)[];
  const names = references.flatMap((reference) =>
    reference?.from === 'env' && typeof reference.name === 'string' ? [reference.name] : [],
  );
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
