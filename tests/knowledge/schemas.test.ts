import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import { describeSchemas } from '../../adapters/files/schemas.ts';

it('keeps the schemas for editors as the code has them (npm run schemas)', () => {
  for (const [name, text] of describeSchemas())
    expect(readFileSync(join(PROJECT, 'knowledge', 'schemas', name), 'utf8'), name).toBe(text);
});
