/** The agent without its single flight: nobody sees that a refresh is under way. */
import { runAgent } from '../../agent/main.ts';
import { Keeper } from '../../core/engine/keeper.ts';

const renew = Reflect.get(Keeper.prototype, 'renew');
Keeper.prototype.renew = function (this: Keeper, holding) {
  const renewal = Reflect.apply(renew, this, [holding]);
  delete holding.renewal;
  return renewal;
};
process.exitCode = await runAgent({ ready: true });
