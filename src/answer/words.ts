/** Values in words: names, dates, numbers and lists of one language. */
import type { DateSpan } from '../model/date.ts';
import type { Entity, Fact, Knowledge, LanguagePack, Texts, Value } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';

export interface Wording {
  readonly knowledge: Knowledge;
  readonly language: LanguagePack;
}

export const localised = (texts: Texts | undefined, { language }: Wording): string =>
  texts?.[language.id] ?? texts?.en ?? '';

/** A reply of the language file with its places filled in. */
export function say(wording: Wording, key: string, places: Readonly<Record<string, string>> = {}): string {
  return fill(wording.language.replies[key] ?? key, places);
}

/** Fills `{name}`; a part in `[…]` is left out when something it names is missing. */
export function fill(template: string, places: Readonly<Record<string, string>>): string {
  const put = (text: string): string => text.replace(/\{([\w~-]+)\}/g, (_, name: string) => places[name] ?? '');
  return put(
    template.replace(/\[([^[\]]*)\]/g, (_, part: string) =>
      [...part.matchAll(/\{([\w~-]+)\}/g)].every((m) => places[m[1]!]) ? part : '',
    ),
  );
}

export function nameOf(id: EntityId, wording: Wording, form: 'full' | 'short' = 'full'): string {
  const entity = wording.knowledge.entities.get(id);
  if (!entity) return id;
  const name = localised(form === 'short' ? entity.short : entity.name, wording);
  return entity.honorific ? `${entity.honorific} ${name}` : name;
}

/** Formatters are slow to make: one for each locale and shape. */
const formats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format;
}
const numberFormats = new Map<string, Intl.NumberFormat>();
export function digits(n: number, wording: Wording): string {
  const { locale } = wording.language;
  const format = numberFormats.get(locale) ?? new Intl.NumberFormat(locale);
  numberFormats.set(locale, format);
  return format.format(n);
}
const listFormats = new Map<string, Intl.ListFormat>();

/** With its article, where the language gives its kind one: "the 24th Plenary …". */
export function withArticle(id: EntityId, wording: Wording, form: 'full' | 'short' = 'full'): string {
  const name = nameOf(id, wording, id.startsWith('place/') ? 'short' : form);
  const article = wording.language.replies[`article-${id.split('/')[0]}`];
  if (!article || name.toLowerCase().startsWith(`${article} `)) return name;
  // A name that begins with a number word in lower case still takes it; one that is counted ("Three agreements") does not.
  return wording.knowledge.entities.get(id)?.is.includes('agreement-group') ? name : `${article} ${name}`;
}

export function dateInWords(date: DateSpan, wording: Wording): string {
  const format = (iso: string, options: Intl.DateTimeFormatOptions): string =>
    dateFormat(wording.language.locale, options).format(new Date(`${iso.replace(/^0000/, '2024')}T00:00:00Z`));
  const year = date.from.slice(0, 4);
  switch (date.grain) {
    case 'day':
      return format(
        date.from,
        date.yearless ? { day: 'numeric', month: 'long' } : { day: 'numeric', month: 'long', year: 'numeric' },
      );
    case 'month':
      return format(date.from, date.yearless ? { month: 'long' } : { month: 'long', year: 'numeric' });
    case 'quarter':
      return say(wording, `quarter-${Math.ceil(Number(date.from.slice(5, 7)) / 3)}`, { year });
    case 'year':
      return year;
    case 'school year':
      return say(wording, 'school-year', { years: date.written });
    case 'span': {
      const [from = '', to = ''] = date.written.split('..');
      const options: Intl.DateTimeFormatOptions =
        from.length >= 10
          ? { day: 'numeric', month: 'long', year: 'numeric' }
          : from.length === 7
            ? { month: 'long', year: 'numeric' }
            : { year: 'numeric' };
      return say(wording, 'span', {
        from: format(date.from, options),
        to: format(to.length >= 10 ? to : date.to, options),
      });
    }
  }
}

/** With its preposition: on 12 July 2024, in July 2024, from 9 to 21 November 2025. */
export function whenInWords(date: DateSpan, wording: Wording): string {
  const key = date.grain === 'day' ? 'when-day' : date.grain === 'span' ? 'when-span' : 'when-month';
  return say(wording, key, { date: dateInWords(date, wording) });
}

export function numberInWords(value: Extract<Value, { type: 'number' }>, wording: Wording): string {
  const plain = digits(value.number, wording);
  const amount = value.percent ? say(wording, 'percent', { number: plain }) : plain;
  const bound = value.bound ? `${say(wording, `bound-${value.bound}`)} ` : '';
  const unit = value.unit ? ` ${localised(value.unit, wording)}` : '';
  return `${bound}${amount}${unit}`;
}

/** A value as it is told; people and posts with what the fact says of them. */
export function valueInWords(value: Value, fact: Fact, wording: Wording): string {
  switch (value.type) {
    case 'date':
      return dateInWords(value.date, wording);
    case 'number':
      return numberInWords(value, wording);
    case 'text':
      return localised(value.text, wording);
    case 'entity': {
      const name = fact.role === 'post' ? nameOf(value.id, wording) : withArticle(value.id, wording);
      const number = fact.with.number?.[0];
      if (number?.type === 'number') return `${name} (${say(wording, 'numbered', { number: String(number.number) })})`;
      const posts = (fact.with.post ?? []).flatMap((p) =>
        p.type === 'entity' && p.id !== value.id ? [nameOf(p.id, wording)] : [],
      );
      return value.id.startsWith('person/') && posts.length > 0
        ? say(wording, 'person-with-post', { person: name, post: posts.join(', ') })
        : name;
    }
  }
}

export function listInWords(items: readonly string[], wording: Wording): string {
  const { locale } = wording.language;
  const format = listFormats.get(locale) ?? new Intl.ListFormat(locale, { type: 'conjunction' });
  listFormats.set(locale, format);
  return format.format(items);
}

export const entityOf = (id: EntityId, wording: Wording): Entity | undefined => wording.knowledge.entities.get(id);
