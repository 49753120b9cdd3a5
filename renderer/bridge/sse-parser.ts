export interface ServerEvent {
  /** The frame's `event:` field, `message` when it has none. */
  readonly name: string;
  readonly data: string;
}

/**
 * A parser for server-sent events that takes text in pieces of any size (WHATWG HTML, section 9.2.6). The browser's own
 * `EventSource` cannot send the session header, so the stream is read by `fetch`.
 */
export function createSseParser(onEvent: (event: ServerEvent) => void): (text: string) => void {
  let pending = '';
  let name = '';
  let data: string[] = [];

  const dispatch = () => {
    if (data.length > 0) onEvent({ name: name === '' ? 'message' : name, data: data.join('\n') });
    name = '';
    data = [];
  };
  const takeLine = (line: string) => {
    if (line === '') {
      dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
  };

  return (text) => {
    pending += text;
    for (;;) {
      const end = /\r\n|\n|\r/.exec(pending);
      // A carriage return at the very end may be the first half of CRLF: wait for what follows.
      if (end === null || (end[0] === '\r' && end.index === pending.length - 1)) return;
      takeLine(pending.slice(0, end.index));
      pending = pending.slice(end.index + end[0].length);
    }
  };
}
