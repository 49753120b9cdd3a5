/** Where an authorization response arrives: a loopback address of this machine (RFC 8252 section 7.3). */
export interface CallbackListener {
  /** What goes into the authorization request; names the port that is really bound. */
  readonly redirectUri: string;
  /** The one response that was accepted, as the URL the browser asked for. Rejects when the listener is closed first. */
  readonly response: Promise<URL>;
  /** Stops listening. The browser that is being answered still gets its page. */
  close(): void;
}

/**
 * Listens on 127.0.0.1 (or what the profile's `redirect_uri` names) before any browser is opened. Without a wish
 * any free port and the path `/callback`. `state` is what an acceptable response carries. Rejects with
 * `redirect_port_taken` when a fixed port is held by another process, and names it where the platform tells.
 */
export type ListenForCallback = (wish: {
  readonly redirectUri: string | undefined;
  readonly state: string;
}) => Promise<CallbackListener>;
