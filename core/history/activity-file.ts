/** The activity log between two runs of the host: `activity.json` in the data directory. Holds no secret. */
import { z } from 'zod';
import { ERROR_CODES } from '../../shared/error-code.ts';
import type { ErrorCode } from '../../shared/error-code.ts';
import { ACTIVITY_KINDS, TAKERS } from '../../shared/history-view.ts';
import type { ActivityEvent } from '../../shared/history-view.ts';
import { parseAddress, SECRET_MEMBERS } from '../../shared/profile.ts';
import type { Address } from '../../shared/profile.ts';
import { COPY_FORMATS } from '../../shared/token-view.ts';
import { errorView } from '../errors/fob-error.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/log.ts';

const FILE = 'activity.json';
/** A file that cannot be read is kept beside it, the last one alone. */
const SET_ASIDE = 'activity.damaged.json';

const time = z.number();

const eventSchema = z.strictObject({
  at: time,
  kind: z.enum(ACTIVITY_KINDS),
  address: z
    .custom<Address>((value) => typeof value === 'string' && parseAddress(value) !== undefined)
    .exactOptional(),
  taker: z.enum(TAKERS).exactOptional(),
  format: z.enum(COPY_FORMATS).exactOptional(),
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]).exactOptional(),
  member: z.enum(SECRET_MEMBERS).exactOptional(),
  expiresAt: time.exactOptional(),
  count: z.int().min(2).exactOptional(),
  until: time.exactOptional(),
}) satisfies z.ZodType<ActivityEvent>;

const fileSchema = z.strictObject({ version: z.literal(1), events: z.array(eventSchema) });

/** Never rejects: a file that is missing or broken is an empty one, and what is broken is set aside and said. */
export async function readActivity(files: Files, log: Log): Promise<readonly ActivityEvent[]> {
  try {
    const bytes = await files.read(FILE);
    if (bytes === undefined) return [];
    const events = parse(new TextDecoder().decode(bytes));
    if (events !== undefined) return events;
    await files.write(SET_ASIDE, bytes);
    log.warn(
      `${files.path(FILE)} cannot be read. It was set aside as ${SET_ASIDE}, and the activity log begins anew.`,
    );
  } catch (error) {
    log.warn(`The activity log of before cannot be read. ${errorView(error).message}`);
  }
  return [];
}

/** Rejects with `storage_failed`. */
export async function writeActivity(files: Files, events: readonly ActivityEvent[]): Promise<void> {
  await files.write(FILE, new TextEncoder().encode(`${JSON.stringify({ version: 1, events })}\n`));
}

function parse(text: string): readonly ActivityEvent[] | undefined {
  try {
    return fileSchema.safeParse(JSON.parse(text)).data?.events;
  } catch {
    return undefined;
  }
}
