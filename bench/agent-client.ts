/**
 * A client of the agent in a process of its own: one kept-alive connection, one request at a time.
 * `node agent-client.ts SOCKET PATH ROUNDS REQUESTS` prints each round's latencies in milliseconds as JSON.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const [socketPath = '', path = '', rounds = '', requests = ''] = process.argv.slice(2);
const request = `GET ${path} HTTP/1.1\r\nHost: fob\r\n\r\n`;

const socket = connect(socketPath).setEncoding('latin1');
await once(socket, 'connect');
const measured: number[][] = [];
for (let round = 0; round < Number(rounds); round += 1)
  measured.push(await latencies(socket, Number(requests)));
socket.destroy();
console.log(JSON.stringify(measured));

function latencies(agent: Socket, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const taken: number[] = [];
    let text = '';
    let asked = 0;
    const ask = (): void => {
      asked = performance.now();
      agent.write(request);
    };
    const onData = (chunk: string): void => {
      text += chunk;
      if (!isWhole(text)) return;
      taken.push(performance.now() - asked);
      if (!text.startsWith('HTTP/1.1 200 ')) reject(new Error(text.split('\r\n')[0]));
      text = '';
      if (taken.length < count) {
        ask();
        return;
      }
      agent.off('data', onData);
      resolve(taken);
    };
    agent.on('data', onData);
    ask();
  });
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  return end !== -1 && text.length === end + 4 + Number(length);
}
