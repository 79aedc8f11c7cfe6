/** Resolution → answer: the asked-for thing first, then what qualifies it, then where it stands. */
import type { Answer, Block, Source } from '../model/answer.ts';
import { parseDate } from '../model/date.ts';
import type { Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Finding, Resolution } from '../model/resolution.ts';
import {
  dateInWords,
  digits,
  fill,
  listInWords,
  localised,
  nameOf,
  numberInWords,
  say,
  valueInWords,
  type Wording,
  whenInWords,
  withArticle,
} from './words.ts';

const CAPITAL = /^\p{Ll}/u;
const capital = (text: string): string => (CAPITAL.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text);
const sentence = (text: string): string => {
  const upper = capital(text.trim());
  return /[.!?”"]$/.test(upper) ? upper : `${upper}.`;
};

/** The values of a finding in words, in the documents' order. */
function values(finding: Finding, wording: Wording): string {
  const { askable, facts } = finding;
  const items = askable.inverse
    ? [...new Set(facts.map((f) => inverseItem(finding, f, wording)))]
    : facts.flatMap((f) => f.values.map((v) => valueInWords(v, f, wording)));
  return listInWords([...new Set(items)], wording);
}

/** Seen from the value: the subject of the fact, with the post or the date that goes with it. */
function inverseItem({ profile }: Finding, fact: Fact, wording: Wording): string {
  const name = withArticle(fact.subject, wording);
  const held = wording.knowledge.entities
    .get(fact.subject)
    ?.facts.find((f) => (f.role === 'held' || f.role === 'signed') && f.values[0]?.type === 'date');
  const date = held?.values[0];
  // Of a post it is told who held it there.
  const holders =
    profile.entity.kind === 'post'
      ? fact.values.flatMap((v) => (v.type === 'entity' && v.id !== profile.id ? [nameOf(v.id, wording)] : []))
      : [];
  if (date?.type === 'date' && holders.length > 0 && fact.role !== 'post')
    return say(wording, 'meeting-of-holder', {
      meeting: name,
      date: dateInWords(date.date, wording),
      person: listInWords(holders, wording),
    });
  const posts = (fact.with.post ?? []).flatMap((p) =>
    p.type === 'entity' && p.id !== profile.id ? [nameOf(p.id, wording)] : [],
  );
  if (date?.type === 'date' && posts.length > 0 && fact.role !== 'post')
    return say(wording, 'meeting-in-post', {
      meeting: name,
      date: dateInWords(date.date, wording),
      post: listInWords(posts, wording),
    });
  // Of agreements told as a group, what they are about.
  const areas = fact.role === 'meeting' ? areasOf(fact.subject, wording) : '';
  if (areas) return say(wording, 'agreement-with-areas', { agreement: name, areas });
  return date?.type === 'date' && fact.role !== 'post' ? `${name} (${dateInWords(date.date, wording)})` : name;
}

const areasOf = (id: EntityId, wording: Wording): string =>
  listInWords(
    (wording.knowledge.entities.get(id)?.facts ?? [])
      .filter((f) => f.role === 'area')
      .flatMap((f) => f.values.map((v) => valueInWords(v, f, wording))),
    wording,
  );

/** One finding as a sentence: the gist where the fact has one, else the wording of its role. */
export function tell(finding: Finding, wording: Wording): string {
  const { askable, profile, facts } = finding;
  const gists = [...new Set(facts.map((f) => localised(f.gist, wording)))].filter((g) => g !== '');
  const structured = facts.filter((f) => !f.gist);
  const told: string[] = gists.map(sentence);
  if (structured.length > 0 || (askable.inverse && gists.length === 0)) {
    const part = { ...finding, facts: structured };
    const template =
      localised(askable.inverse ? askable.role.inverse?.wording : askable.role.wording, wording) ||
      say(wording, 'role-plain');
    const places: Record<string, string> = {
      subject: withArticle(profile.id, wording),
      value: values(part, wording),
      values: values(part, wording),
    };
    const date = structured.flatMap((f) => f.values).find((v) => v.type === 'date');
    if (date?.type === 'date') places.when = whenInWords(date.date, wording);
    for (const fact of profile.entity.facts) {
      if (fact.values.length !== 1 || places[fact.role] !== undefined || fact.role === askable.role.id) continue;
      const v = fact.values[0]!;
      places[fact.role] = v.type === 'number' ? numberInWords({ ...v }, wording) : valueInWords(v, fact, wording);
    }
    told.unshift(sentence(fill(template, places)));
  }
  return told.join(' ');
}

/** A finding as an item of a list: its subject in front. */
function item(finding: Finding, wording: Wording): string {
  const text = tell(finding, wording);
  const name = nameOf(finding.profile.id, wording);
  return text.includes(name) || text.includes(nameOf(finding.profile.id, wording, 'short')) ? text : `${name}: ${text}`;
}

function notes(findings: readonly Finding[], wording: Wording): Block[] {
  const said = new Set<string>();
  const facts = findings.flatMap((f) => f.facts);
  for (const fact of facts) {
    if (fact.inferred) said.add(say(wording, 'worked-out', { reason: fact.inferred }));
    const document = wording.knowledge.documents.get(fact.from[0]?.document ?? '');
    const date = parseDate(fact.asOf ?? document?.date ?? '');
    const at = date ? dateInWords(date, wording) : '';
    if (fact.state === 'planned' && at) said.add(say(wording, 'planned', { date: at }));
    if (fact.state === 'proposed' && at) said.add(say(wording, 'proposed', { date: at }));
    if (fact.state === 'unclear') said.add(say(wording, 'unclear'));
    if (
      (fact.role === 'post' || fact.role === 'listed' || fact.role === 'status' || fact.role === 'figure') &&
      fact.state === 'done'
    )
      said.add(at ? say(wording, 'as-at', { date: at }) : say(wording, 'as-at-undated'));
  }
  return [...said].slice(0, 3).map((text) => ({ type: 'note', text }));
}

/** What people call a document. */
export function documentName(document: string, wording: Wording): string {
  const entity = wording.knowledge.entities.get(`document/${document}`);
  return entity ? localised(entity.short, wording) : (wording.knowledge.documents.get(document)?.title ?? document);
}

function sourcesOf(findings: readonly Finding[], wording: Wording): Source[] {
  const seen = new Map<string, Source>();
  for (const finding of findings)
    for (const fact of finding.facts)
      for (const { document, at } of fact.from)
        seen.set(`${document} ${at}`, { document, at, title: documentName(document, wording) });
  return [...seen.values()];
}

/** What the answer speaks of next time: its subjects, then the names in its values. */
function focusOf(findings: readonly Finding[]): { focus: EntityId[]; named: EntityId[] } {
  const focus = [...new Set(findings.map((f) => f.profile.id))];
  const named = [
    ...new Set([
      // Who was told of comes before who stands in the same list.
      ...findings.flatMap((f) => f.facts.flatMap((x) => x.values.flatMap((v) => (v.type === 'entity' ? [v.id] : [])))),
      ...findings.flatMap((f) => [...f.askable.valueEntities, ...f.facts.flatMap((x) => [...x.about, ...x.by])]),
    ]),
  ];
  return { focus, named: named.filter((id) => !focus.includes(id)) };
}

/** With facts that differ from those told beside them. */
function withDiffering(findings: readonly Finding[], wording: Wording): Finding[] {
  const told = new Set(findings.flatMap((f) => f.facts.map((x) => x.id)));
  const more: Finding[] = [];
  for (const finding of findings)
    for (const fact of finding.facts)
      for (const id of fact.differs) {
        const other = wording.knowledge.facts.get(id);
        if (!other || told.has(id)) continue;
        told.add(id);
        more.push({ ...finding, facts: [other] });
      }
  return [...findings, ...more];
}

/** Roles that are suggested, in this order. */
const MOST_SUGGESTIONS = 3;

/** The question for one role of one subject, where the language has a wording for it. */
function questionFor({ askable, profile }: Pick<Finding, 'askable' | 'profile'>, wording: Wording): string | undefined {
  const template = wording.language.replies[`suggest-${askable.inverse ? '~' : ''}${askable.role.id}`];
  return template && fill(template, { subject: withArticle(profile.id, wording, 'short') });
}

/** Other things that are known of what the answer is about. */
function suggest(findings: readonly Finding[], wording: Wording): string[] {
  const told = new Set(findings.map((f) => f.askable));
  const questions = new Set<string>();
  for (const profile of new Set(findings.slice(0, 1).map((f) => f.profile)))
    for (const askable of profile.askables) {
      const question = told.has(askable) ? undefined : questionFor({ askable, profile }, wording);
      if (question) questions.add(question);
    }
  return [...questions].slice(0, MOST_SUGGESTIONS);
}

/** One choice for each subject: picking it asks the same of that one. */
function choices(findings: readonly Finding[], wording: Wording): Block[] {
  const options = new Map<string, string>();
  for (const finding of findings) {
    const question =
      questionFor(finding, wording) ?? say(wording, 'what-is', { subject: withArticle(finding.profile.id, wording) });
    options.set(nameOf(finding.profile.id, wording, 'short'), question);
  }
  return options.size > 1
    ? [{ type: 'options', options: [...options].map(([label, question]) => ({ label, question })) }]
    : [];
}

export function compose(resolution: Resolution, wording: Wording): Answer {
  const base = { language: wording.language.id, suggestions: [] as string[] };
  const text = (t: string): Block => ({ type: 'text', text: t });
  const finish = (status: Answer['status'], blocks: Block[], findings: readonly Finding[]): Answer => ({
    ...base,
    suggestions: status === 'answered' || status === 'corrected' ? suggest(findings, wording) : [],
    status,
    // What qualifies a choice is told when it is chosen.
    blocks: status === 'clarify' ? blocks : [...blocks, ...notes(findings, wording)],
    sources: sourcesOf(findings, wording),
    facts: [...new Set(findings.flatMap((f) => f.facts.map((x) => x.id)))],
    ...focusOf(findings),
  });
  switch (resolution.status) {
    case 'answered': {
      const findings = withDiffering(resolution.findings, wording);
      return finish('answered', body(resolution, findings, wording), findings);
    }
    case 'partial': {
      const findings = withDiffering(resolution.findings, wording);
      const lead =
        resolution.missing.length > 0
          ? say(wording, 'partial', { missing: resolution.missing.join(' ') })
          : say(wording, resolution.unsure ? 'partial-unsure' : 'partial-plain');
      return finish('partial', [text(lead), ...body(resolution, findings, wording)], findings);
    }
    case 'corrected': {
      const findings = [
        ...resolution.claims.map((c) => c.actual),
        ...resolution.findings.filter((f) => resolution.claims.every((c) => c.actual.askable !== f.askable)),
      ];
      const lines = resolution.claims.map(
        (c) => `${say(wording, 'corrected', { presumed: c.presumed })} ${item(c.actual, wording)}`,
      );
      const rest = resolution.findings
        .filter((f) => resolution.claims.every((c) => c.actual.askable !== f.askable))
        .map((f) => tell(f, wording));
      return finish('corrected', [...lines, ...rest].map(text), findings);
    }
    case 'clarify': {
      const { told, items } = choicesInWords(resolution.findings, wording);
      return finish(
        'clarify',
        [
          text(say(wording, !resolution.unsure ? 'which' : items.length > 1 ? 'closest' : 'closest-one')),
          { type: 'list', items },
          ...choices(told, wording),
        ],
        told,
      );
    }
    case 'unknown': {
      const lead = resolution.subject
        ? resolution.missing.length > 0
          ? say(wording, 'unknown-words', {
              subject: withArticle(resolution.subject.id, wording),
              missing: resolution.missing.join(' '),
            })
          : say(wording, 'unknown-of', { subject: withArticle(resolution.subject.id, wording) })
        : resolution.missing.length > 0
          ? say(wording, 'unknown-name', { missing: resolution.missing.join(', ') })
          : say(wording, 'unknown');
      const blocks: Block[] = [text(lead)];
      if (resolution.near.length > 0)
        blocks.push(text(say(wording, 'near')), { type: 'list', items: resolution.near.map((f) => item(f, wording)) });
      return {
        ...finish('unknown', blocks, resolution.near),
        focus: resolution.subject ? [resolution.subject.id] : [],
      };
    }
    case 'off_topic':
      return finish('off_topic', [text(say(wording, 'off-topic'))], []);
  }
}

/** A question back is short: more than this is a pile of answers. The first may be a long list, told alone. */
const LONGEST = 620;
const LONGEST_ALONE = 720;
/** A choice that is too long and has no question of its own breaks off here. */
const SHORTENED = 200;

/** Each choice in full as long as there is room, then by its question or how it begins; what does not fit so is left out. */
function choicesInWords(findings: readonly Finding[], wording: Wording): { told: Finding[]; items: string[] } {
  const told: Finding[] = [];
  const items: string[] = [];
  let room = LONGEST;
  for (const finding of findings) {
    const whole = item(finding, wording);
    const brief = questionFor(finding, wording) ?? `${whole.slice(0, whole.lastIndexOf(' ', SHORTENED))} …`;
    const text =
      told.length === 0 && whole.length <= LONGEST_ALONE ? whole : [whole, brief].find((t) => t.length <= room);
    if (text === undefined || items.includes(text)) continue;
    told.push(finding);
    items.push(text);
    room -= text.length;
  }
  return { told, items };
}

/** Items of one list; how many more there are is said. */
const MOST_LISTED = 15;

/** On average. */
const DAYS_IN_MONTH = 30.4;

type Told = Extract<Resolution, { status: 'answered' | 'partial' }>;

function body(resolution: Told, findings: readonly Finding[], wording: Wording): Block[] {
  const text = (t: string): Block => ({ type: 'text', text: t });
  const number = 'number' in resolution && resolution.number !== undefined ? digits(resolution.number, wording) : '';
  const items = (): Block => {
    const all = [...new Set(findings.map((f) => item(f, wording)))];
    const more = all.length - MOST_LISTED;
    return {
      type: 'list',
      items: more > 0 ? [...all.slice(0, MOST_LISTED), say(wording, 'more', { number: String(more) })] : all,
    };
  };
  switch (resolution.form) {
    case 'each':
      return findings.length === 1 ? [{ type: 'text', text: item(findings[0]!, wording) }] : [items()];
    case 'list':
      return [{ type: 'text', text: say(wording, 'list', { number: String(findings.length) }) }, items()];
    case 'values': {
      const values = 'values' in resolution ? (resolution.values ?? []) : [];
      const named = values.map(({ id, fact }) => valueInWords({ type: 'entity', id }, fact, wording));
      const lead = text(sentence(listInWords([...new Set(named)], wording)));
      // A sentence that tells more than the things asked for is left to its source.
      if (findings.every((f) => f.facts.every((x) => !x.gist && x.values.length === 1))) return [lead, items()];
      const subjects = [...new Set(findings.map((f) => withArticle(f.profile.id, wording)))];
      return [lead, text(say(wording, 'values-of', { subjects: listInWords(subjects, wording) }))];
    }
    case 'count':
      return [{ type: 'text', text: say(wording, 'count', { number }) }, items()];
    case 'sum':
      return [{ type: 'text', text: say(wording, 'sum', { number }) }, items()];
    case 'average':
      return [{ type: 'text', text: say(wording, 'average', { number }) }, items()];
    case 'difference':
      return [{ type: 'text', text: say(wording, 'difference', { number }) }, items()];
    case 'apart':
    case 'order': {
      const [first = '', second = ''] = findings.map((f) => withArticle(f.profile.id, wording, 'short'));
      const days = 'number' in resolution ? (resolution.number ?? 0) : 0;
      const months = digits(Math.round(days / DAYS_IN_MONTH), wording);
      return [text(capital(say(wording, resolution.form, { first, second, number, months }))), items()];
    }
    default: {
      const told = [...new Set(findings.map((f) => tell(f, wording)))];
      if (
        resolution.form === 'check' &&
        'holds' in resolution &&
        resolution.holds &&
        told.length > 0 &&
        findings[0]!.askable.role.of !== 'any' &&
        findings[0]!.facts.every((f) => !f.gist && f.state === 'done')
      )
        return [
          { type: 'text', text: say(wording, 'yes', { text: told[0]! }) },
          ...told.slice(1).map((t): Block => ({ type: 'text', text: t })),
        ];
      return told.map((t) => ({ type: 'text', text: t }));
    }
  }
}
