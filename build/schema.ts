/** `npm run schema`: writes the published JSON Schema of the profile file from the zod schema. */
import { writeFileSync } from 'node:fs';
import { profilesJsonSchema } from '../core/index.ts';

writeFileSync('shared/profiles.schema.json', profilesJsonSchema());
