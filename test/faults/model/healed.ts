/** The end of each run: everything is well again, and so must Fob be. */
import type { HandedToken } from '../../../core/index.ts';
import { ADDRESSES, profileOf } from './profiles.ts';
import type { Reality } from './reality.ts';

/** Whatever was asked before it was well ends by then. */
const DEADLINE_MS = 31_000;
/** What could not be stored was tried again by then. */
const SAVED_MS = 6_000;

export async function healed(reality: Reality): Promise<void> {
  const { referee, machine, timeline } = reality;
  reality.look();
  reality.weather = { kind: 'well' };
  reality.moods.clear();
  reality.next.length = 0;
  machine.isFull = false;
  for (const idp of reality.idps.values()) idp.rules.answers = 'rotated';
  if (reality.isLocked) await reality.unlock();
  await reality.calm();
  await timeline.pass(DEADLINE_MS);
  await timeline.pass(referee.waits.until - timeline.truth + SAVED_MS);
  await referee.nothingLost();
  for (const address of ADDRESSES)
    if (reality.isPresent(address)) await onceMore(reality, address);
    else if (await isLeftBehind(reality, address))
      referee.breaks(`${address} was deleted, and its record is there`);
  await referee.nothingLost();
  referee.check();
}

/** One call gives a token, whenever the IdP takes what Fob holds; and a refresh another one. */
async function onceMore(reality: Reality, address: string): Promise<void> {
  const { referee, timeline, engine } = reality;
  const held = referee.held(address);
  const isUsable =
    profileOf(address).members.grant_type === 'client_credentials' ||
    (held !== undefined && reality.idpOf(address).accepts(held, timeline.truth));
  const first = await token(reality, address);
  if (first === undefined && isUsable) referee.breaks(`${address} has no token although all is well again`);
  if (first === undefined) return;
  if (!(await reality.does(() => engine.refresh(address)))) {
    if (isUsable) referee.breaks(`${address} cannot be refreshed although all is well again`);
    return;
  }
  const second = await token(reality, address);
  if (second?.accessToken === first.accessToken)
    referee.breaks(`${address} has the token from before its refresh`);
}

async function token(reality: Reality, address: string): Promise<HandedToken | undefined> {
  let answer: HandedToken | undefined;
  await reality.does(async () => {
    answer = await reality.engine.token(address);
  });
  const issue = answer && reality.idpOf(address).issueOf(answer.accessToken);
  const { referee, timeline } = reality;
  if (issue !== undefined && issue.expiresAt <= timeline.truth && !referee.ages.isUnknown(issue))
    referee.breaks(`${address} has a token that is over although all is well again`);
  return answer;
}

async function isLeftBehind({ machine }: Reality, address: string): Promise<boolean> {
  return Object.keys(await machine.record(address)).length > 0;
}
