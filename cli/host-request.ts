/** One request to a host's API. */
export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds without an answer after which it is given up. Default 60 000; longer where a person is waited for. */
  readonly deadlineMs?: number;
}
