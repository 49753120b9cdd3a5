/** Takes the host lock of argv[2], prints what it got as a line of JSON, and holds on until its input ends. */
import { acquireHostLock } from '../../../core/node/host-lock.ts';

const lock = await acquireHostLock(process.argv[2] ?? '', { kind: 'agent', pid: process.pid });
console.log(JSON.stringify('heldBy' in lock ? { heldBy: lock.heldBy ?? null } : { won: process.pid }));
process.stdin.resume();
