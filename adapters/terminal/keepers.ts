/** The keepers' commands: how well the knowledge covers its sources, and whether each fact stands where it says. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Evidence, imprint, imprintEvidence, textEvidence } from '../../src/knowledge/evidence.ts';
import { cutSections } from '../../src/knowledge/sections.ts';
import {
  formatFinding,
  MOST_EXCEPTIONS,
  type Sections,
  type Verification,
  verifyFacts,
} from '../../src/knowledge/verify.ts';
import type { Knowledge, SourceDocument } from '../../src/model/fact.ts';

/** Prints one line. */
export type Print = (line: string) => void;

export interface VerifyOptions {
  /** Where the texts are; without it the facts are held to the record. */
  readonly dir?: string;
  /** Keep what stands in each section, so that the facts can be held to it without the texts. */
  readonly record?: boolean;
  /** The register of documents, with the record below it. */
  readonly seeds?: string;
}

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Rows under a heading, columns padded; numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const width = head.map((h, i) => Math.max(h.length, ...rows.map((r) => String(r[i] ?? '').length)));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((c, i) => (typeof c === 'number' ? String(c).padStart(width[i] ?? 0) : c.padEnd(width[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), width.map((w) => '-'.repeat(w)).join('  '), ...rows.map(line)].map((l) => `  ${l}`);
}

/** Where the register says something: `seeds/004.yaml:17`, or the file alone if it is not found there. */
async function registered(seeds: string, document: string, key: string, value: string): Promise<string> {
  const text = await readFile(join(seeds, `${document}.yaml`), 'utf8').catch(() => '');
  const pair = `${key}: ${value}`;
  const line = text.split('\n').findIndex((l) => {
    const [, rest] = l.replaceAll(/["']/g, '').split(pair);
    return rest !== undefined && /^\s*(?:[,}#]|$)/.test(rest);
  });
  return `seeds/${document}.yaml${line < 0 ? '' : `:${line + 1}`}`;
}

/** Section by section, how many facts cite it; a section without facts needs a reason beside it. */
export async function coverage(knowledge: Knowledge, print: Print, seeds = SEEDS): Promise<number> {
  const cited = new Map<string, number>();
  for (const fact of knowledge.facts.values())
    for (const place of new Set(fact.from.map((c) => `${c.document} ${c.at}`)))
      cited.set(place, (cited.get(place) ?? 0) + 1);

  const faults: string[] = [];
  let sections = 0;
  let reasoned = 0;
  for (const document of knowledge.documents.values()) {
    const rows: (string | number)[][] = [];
    for (const { at, none } of document.sections) {
      const facts = cited.get(`${document.id} ${at}`) ?? 0;
      sections++;
      if (facts === 0 && none !== undefined) reasoned++;
      rows.push([at, facts, facts > 0 ? '' : (none ?? 'no fact and no reason')]);
      if (facts === 0 && none === undefined)
        faults.push(
          `${await registered(seeds, document.id, 'at', at)} no fact cites "${at}"; add one, or say with "none:" why there can be none`,
        );
      if (facts > 0 && none !== undefined)
        faults.push(
          `${await registered(seeds, document.id, 'at', at)} "${at}" is cited by ${count(facts, 'fact')}; take its "none:" away`,
        );
    }
    print(`${document.id}  ${document.title}`);
    for (const line of table(['section', 'facts', 'why none'], rows)) print(line);
    print('');
  }
  for (const fault of faults) print(fault);
  print(
    `${count(knowledge.facts.size, 'fact')} over ${count(sections, 'section')} of ${count(knowledge.documents.size, 'document')}; ` +
      `${reasoned} without facts for a reason, ${faults.length} to look at`,
  );
  return faults.length === 0 ? 0 : 1;
}

type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The sections of each document, from the text in `dir` that has the registered SHA-256, whatever its name. A text of
 * that name and another SHA-256 is read too, so that one sees which facts its changes touch, and is told of in `changed`.
 */
async function readTexts(
  knowledge: Knowledge,
  dir: string,
  seeds: string,
  faults: string[],
  changed: string[],
): Promise<Texts> {
  const files: { readonly name: string; readonly sha256: string; readonly text: string }[] = [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => undefined);
  if (!entries) {
    faults.push(`${dir} cannot be read; give the folder that holds the texts`);
    return new Map();
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(dir, entry.name));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ name: entry.name, sha256, text: bytes.toString('utf8') });
  }
  const texts = new Map<string, ReadonlyMap<string, string>>();
  for (const document of knowledge.documents.values()) {
    const same = files.find(({ sha256 }) => sha256 === document.sha256);
    const named = files.find(({ name }) => name.startsWith(document.id));
    if (!same && named)
      changed.push(
        `${await registered(seeds, document.id, 'sha256', document.sha256)} ${named.name} is another text than the registered one; ` +
          `if it is right, write "sha256: ${named.sha256}" and look through the sections`,
      );
    const text = (same ?? named)?.text;
    if (text === undefined) {
      faults.push(
        `${await registered(seeds, document.id, 'sha256', document.sha256)} no file of ${dir} has this SHA-256; put the text of ${document.id} there`,
      );
      continue;
    }
    const cut = cutSections(text, document);
    if ('places' in cut) texts.set(document.id, cut.places);
    else
      for (const { at, message } of cut.faults)
        faults.push(`${await registered(seeds, document.id, 'at', at)} ${message}`);
  }
  return texts;
}

const RecordFile = z.strictObject({
  document: z.string(),
  /** Of the text that was recorded; the register may have moved on. */
  sha256: z.string(),
  sections: z.record(z.string(), z.array(z.string())),
});

/** Hashes on a line of the file: one line is about as long as one of code. */
const HASHES_A_LINE = 12;

async function writeRecord(
  document: SourceDocument,
  places: ReadonlyMap<string, string>,
  seeds: string,
): Promise<void> {
  const sections = Object.fromEntries(
    [...places].map(([at, text]) => {
      const hashes = imprint(text);
      const lines: string[] = [];
      for (let i = 0; i < hashes.length; i += HASHES_A_LINE) lines.push(hashes.slice(i, i + HASHES_A_LINE).join(' '));
      return [at, lines];
    }),
  );
  await mkdir(join(seeds, 'record'), { recursive: true });
  const record: z.infer<typeof RecordFile> = { document: document.id, sha256: document.sha256, sections };
  await writeFile(join(seeds, 'record', `${document.id}.json`), `${JSON.stringify(record, null, 1)}\n`);
}

async function readRecord(knowledge: Knowledge, seeds: string, faults: string[]): Promise<Sections> {
  const sections = new Map<string, ReadonlyMap<string, Evidence>>();
  for (const document of knowledge.documents.values()) {
    const file = `seeds/record/${document.id}.json`;
    const again = 'run "npm run verify -- DIR --record" with the texts in DIR';
    const text = await readFile(join(seeds, 'record', `${document.id}.json`), 'utf8').catch(() => undefined);
    if (text === undefined) {
      faults.push(`${file}:1 there is no record of document ${document.id}; ${again}`);
      continue;
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    const record = RecordFile.safeParse(json);
    if (!record.success) faults.push(`${file}:1 this is no record; ${again}`);
    else if (record.data.sha256 !== document.sha256)
      faults.push(`${file}:1 the record is of another text than the register names; ${again}`);
    else
      sections.set(
        document.id,
        new Map(
          Object.entries(record.data.sections).map(([at, lines]) => [
            at,
            imprintEvidence(lines.flatMap((l) => l.split(' '))),
          ]),
        ),
      );
  }
  return sections;
}

/** So that a row of the table fits on a line of the terminal. */
const TITLE_WIDTH = 60;

function report(verification: Verification, knowledge: Knowledge, print: Print): void {
  const { unverified, exceptions, facts, share } = verification;
  for (const finding of unverified) for (const line of formatFinding(finding)) print(line);
  if (unverified.length > 0) print('');
  if (exceptions.length > 0) {
    print('Not printed in the cited place, for a declared reason:');
    for (const { writtenAt, by, reason, missing } of exceptions)
      print(
        `  ${writtenAt.file}:${writtenAt.line} ${missing.map((m) => `"${m.wanted}"`).join(', ')}: ${by}, ${reason}`,
      );
    print('');
  }
  const of = (id: string, found: readonly { readonly fact: string }[]): number =>
    found.filter((f) => knowledge.facts.get(f.fact)?.from.some((c) => c.document === id)).length;
  const all = [...knowledge.facts.values()].map((f) => ({ fact: f.id }));
  const rows = [...knowledge.documents.values()].map(({ id, title }) => [
    id,
    of(id, all),
    of(id, unverified),
    of(id, exceptions),
    title.length > TITLE_WIDTH ? `${title.slice(0, TITLE_WIDTH - 1)}…` : title,
  ]);
  for (const line of table(['document', 'facts', 'unverified', 'exceptions', 'title'], rows)) print(line);
  print('');
  if (share > MOST_EXCEPTIONS)
    print(
      `more than ${percent(MOST_EXCEPTIONS)} of the facts are exceptions; cite the places that print what they say, or take facts out`,
    );
  const inferred = exceptions.filter((e) => e.by === 'inferred').length;
  print(
    `${count(facts, 'fact')}: ${unverified.length} unverified, ${count(exceptions.length, 'exception')} ` +
      `(${inferred} inferred, ${exceptions.length - inferred} declared unverified), ${percent(share)} of facts, at most ${percent(MOST_EXCEPTIONS)}`,
  );
}

/** Holds every fact to the texts in `dir`, or to what was recorded of them. */
export async function verify(knowledge: Knowledge, options: VerifyOptions, print: Print): Promise<number> {
  const seeds = options.seeds ?? SEEDS;
  const faults: string[] = [];
  const changed: string[] = [];
  let sections: Sections;
  if (options.dir === undefined) {
    if (options.record) faults.push('to record, give the folder of the texts: npm run verify -- DIR --record');
    sections = await readRecord(knowledge, seeds, faults);
  } else {
    const texts = await readTexts(knowledge, options.dir, seeds, faults, changed);
    sections = new Map(
      [...texts].map(([id, places]) => [id, new Map([...places].map(([at, text]) => [at, textEvidence(text)]))]),
    );
    if (options.record && faults.length + changed.length === 0)
      for (const [id, places] of texts) {
        const document = knowledge.documents.get(id);
        if (document) await writeRecord(document, places, seeds);
      }
  }
  if (faults.length > 0) {
    for (const fault of faults) print(fault);
    print(`${count(faults.length, 'fault')} in the register; no fact was verified`);
    return 1;
  }
  const verification = verifyFacts(knowledge, sections);
  for (const line of changed) print(line);
  if (options.record && changed.length === 0) {
    // The record stands in for the texts from now on, so it has to say the same of every fact.
    const held = verifyFacts(knowledge, await readRecord(knowledge, seeds, faults));
    if (JSON.stringify(held) !== JSON.stringify(verification)) {
      print('seeds/record:1 the record does not say the same as the texts; this is a mistake in the program');
      return 1;
    }
    print(`recorded ${count(sections.size, 'document')} in seeds/record`);
  }
  report(verification, knowledge, print);
  return verification.passed && changed.length === 0 ? 0 : 1;
}
