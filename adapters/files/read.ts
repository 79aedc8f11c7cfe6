/** Reads the YAML of `knowledge/` and `seeds/`, wherever the command is called from. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../../src/knowledge/load.ts';
import { readDictionaries } from './dictionaries.ts';

/** The project's own folder. */
export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** All YAML files of the knowledge, with paths relative to `root`. */
export function readKnowledge(root = PROJECT): SourceFile[] {
  const files = ['knowledge', 'seeds'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
      }),
  );
  return [...files, ...readDictionaries()];
}
