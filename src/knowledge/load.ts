/**
 * Files in, linked knowledge out, or every fault at once. Pure: reading the files is the adapter's.
 */
import { isMap, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import type { z } from 'zod';
import type { Knowledge } from '../model/fact.ts';
import * as schema from '../model/knowledge.ts';
import { type EntityId, KINDS, type Kind } from '../model/knowledge.ts';
import { link, type RawKnowledge } from './link.ts';
import { finish, type Steps } from './steps.ts';

export interface SourceFile {
  /** Path below the project, with forward slashes: `knowledge/roles.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** One thing wrong in the knowledge, and what to write instead. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Loaded = { readonly knowledge: Knowledge } | { readonly faults: readonly Fault[] };

/** Where a path of keys stands in a file. */
export type Locate = (path: readonly PropertyKey[]) => { line: number; column: number };

interface Parsed {
  readonly value: unknown;
  readonly locate: Locate;
}

function parseYaml(file: SourceFile, faults: Fault[]): Parsed | undefined {
  const counter = new LineCounter();
  const document: YamlDocument = parseDocument(file.text, { lineCounter: counter, schema: 'core' });
  for (const error of document.errors) {
    const { line, col } = counter.linePos(error.pos[0]);
    faults.push({
      file: file.path,
      line,
      column: col,
      message: `not readable as YAML: ${error.message.split('\n')[0]}`,
    });
  }
  if (document.errors.length > 0) return undefined;
  const locate: Locate = (path) => {
    for (let length = path.length; length > 0; length--) {
      const at = path.slice(0, length);
      const parent: unknown = length === 1 ? document.contents : document.getIn(at.slice(0, -1), true);
      const pair = isMap(parent)
        ? parent.items.find(
            (item) => String((item.key as { value?: unknown } | null)?.value) === String(at[length - 1]),
          )
        : undefined;
      const node = (pair?.key ?? document.getIn(at, true)) as { range?: [number, number, number] } | undefined;
      if (node?.range) {
        const { line, col } = counter.linePos(node.range[0]);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  };
  return { value: document.toJS() as unknown, locate };
}

function validate<T>(file: SourceFile, parsed: Parsed, shape: z.ZodType<T>, faults: Fault[]): T | undefined {
  const result = shape.safeParse(parsed.value ?? {});
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    const more = issue.code === 'unrecognized_keys' ? ' (see knowledge/README.md for the keys of a fact)' : '';
    faults.push({ file: file.path, ...parsed.locate(issue.path), message: `${path}${issue.message}${more}` });
  }
  return undefined;
}

/** Reads, checks and links all files of `knowledge/` and `seeds/`. */
export const loadKnowledge = (files: readonly SourceFile[]): Loaded => finish(loadInSteps(files));

/** The same in steps, file by file. */
export function* loadInSteps(files: readonly SourceFile[]): Steps<Loaded> {
  const faults: Fault[] = [];
  const raw: RawKnowledge = {
    entities: [],
    roles: {},
    concepts: [],
    classes: {},
    strangers: {},
    documents: [],
    languages: {},
    dictionaries: {},
  };
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    yield;
    const dictionary = /^knowledge\/languages\/([^/]+)\.dictionary$/.exec(file.path);
    if (dictionary) raw.dictionaries[dictionary[1]!] = new Set(file.text.split('\n'));
    if (!file.path.endsWith('.yaml')) continue;
    const parsed = parseYaml(file, faults);
    if (!parsed) continue;
    const read = <T>(shape: z.ZodType<T>): T | undefined => validate(file, parsed, shape, faults);
    const entityPath = /^knowledge\/entities\/([^/]+)\/[^/]+\.yaml$/.exec(file.path);
    if (entityPath) {
      const kind = entityPath[1] as Kind;
      if (!KINDS.includes(kind)) {
        faults.push({
          file: file.path,
          line: 1,
          column: 1,
          message: `"${kind}" is no kind of entity; use one of: ${KINDS.join(', ')}`,
        });
        continue;
      }
      for (const [key, entity] of Object.entries(read(schema.EntityFile) ?? {}))
        raw.entities.push({ id: `${kind}/${key}` as EntityId, key, entity, file: file.path, locate: parsed.locate });
    } else if (file.path === 'knowledge/roles.yaml') raw.roles = read(schema.RoleFile) ?? {};
    else if (file.path === 'knowledge/concepts.yaml') raw.concepts = read(schema.ConceptFile)?.groups ?? [];
    else if (file.path === 'knowledge/classes.yaml') raw.classes = read(schema.ClassFile) ?? {};
    else if (file.path === 'knowledge/strangers.yaml') raw.strangers = read(schema.StrangerFile) ?? {};
    else if (file.path.startsWith('knowledge/languages/')) {
      const pack = read(schema.LanguageFile);
      if (pack) raw.languages[pack.language] = { ...raw.languages[pack.language], ...pack };
    } else if (/^seeds\/[^/]+\.yaml$/.test(file.path)) {
      const document = read(schema.RawDocument);
      if (document) raw.documents.push({ document, file: file.path, locate: parsed.locate });
    }
  }
  const version = digest(files);
  yield;
  const knowledge = link(raw, faults, version);
  if (faults.length > 0 || !knowledge)
    return { faults: faults.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line)) };
  return { knowledge };
}

/** Twelve hex digits (two 32-bit FNV-1a hashes) over all files in order of their paths: tells one state of the knowledge from another. */
function digest(files: readonly SourceFile[]): string {
  let one = 0x811c9dc5;
  let other = 0x01000193;
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const whole = `${path}\n${text}\n`;
    for (let i = 0; i < whole.length; i++) {
      const unit = whole.charCodeAt(i);
      one = Math.imul(one ^ unit, 0x01000193);
      other = Math.imul(other ^ (unit + i), 0x01000193);
    }
  }
  return [one, other]
    .map((h) => (h >>> 0).toString(16).padStart(8, '0'))
    .join('')
    .slice(0, 12);
}

/** `file:line:column message`, one a line. */
export const formatFaults = (faults: readonly Fault[]): string =>
  faults.map((f) => `${f.file}:${f.line}:${f.column} ${f.message}`).join('\n');
