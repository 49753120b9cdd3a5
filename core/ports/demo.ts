/** A client of the demo at the issuer of one environment. */
export interface DemoClient {
  /** The id of the environment. */
  readonly environment: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An identity provider of Fob's own, to look around with: no API accepts its tokens. */
export interface DemoProvider {
  readonly clients: readonly DemoClient[];
  /** Stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1, with new keys and secrets, for one issuer with one client for each environment.
 * Rejects with `runtime_unsupported`.
 */
export type StartDemo = (environments: readonly string[]) => Promise<DemoProvider>;
