/** Writes the JSON Schemas of the knowledge files, for editors: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  ClassFile,
  ConceptFile,
  EntityFile,
  LanguageFile,
  RawDocument,
  RoleFile,
  StrangerFile,
} from '../../src/model/knowledge.ts';
import { PROJECT } from './read.ts';

const FILES = {
  entities: EntityFile,
  roles: RoleFile,
  concepts: ConceptFile,
  classes: ClassFile,
  strangers: StrangerFile,
  language: LanguageFile,
  document: RawDocument,
} as const;

/** Each schema by its file name below `knowledge/schemas/`. */
export function describeSchemas(): Map<string, string> {
  return new Map(
    Object.entries(FILES).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(PROJECT, 'knowledge', 'schemas');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of describeSchemas()) writeFileSync(join(folder, name), text);
}
