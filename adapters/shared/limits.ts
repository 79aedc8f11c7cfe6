/**
 * Checks a body against a platform's table of limits, before it is sent.
 *
 * @example
 * checkLimits({ embeds: [{ title: 'x'.repeat(300) }] }, [{ at: 'embeds[].title', most: 256 }]);
 * // ['embeds[0].title has 300 characters; at most 256 are allowed']
 */

/** One row of the table: how long the text, or the list, may be that stands `at` a place; `[]` is each item of a list,
 * `[section]` each item whose `type` is section. */
export interface Limit {
  readonly at: string;
  /** Characters of a text, items of a list. */
  readonly most: number;
  readonly least?: number;
}

export function checkLimits(body: unknown, limits: readonly Limit[]): string[] {
  return limits.flatMap(({ at, most, least = 0 }) =>
    findAll(body, at).flatMap(({ path, value }) => {
      const size = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
      if (size === undefined) return [];
      const what = typeof value === 'string' ? 'characters' : 'items';
      if (size > most) return [`${path} has ${size} ${what}; at most ${most} are allowed`];
      if (size < least) return [`${path} has ${size} ${what}; at least ${least} are needed`];
      return [];
    }),
  );
}

interface Found {
  readonly path: string;
  readonly value: unknown;
}

/** Every value at a place: `rows[].cells[].label` → rows[0].cells[0].label, rows[0].cells[1].label, … */
export function findAll(body: unknown, at: string): Found[] {
  let found: Found[] = [{ path: '', value: body }];
  for (const step of at.split('.').filter((s) => s !== '')) {
    const [, key = '', items] = /^([^[]*)(\[\w*\])?$/.exec(step) ?? [];
    const type = items?.slice(1, -1);
    found = found.flatMap(({ path, value }) => {
      const own =
        key === '' ? { path, value } : { path: path === '' ? key : `${path}.${key}`, value: partOf(value, key) };
      if (type === undefined) return [own];
      return Array.isArray(own.value)
        ? own.value
            .map((item: unknown, i) => ({ path: `${own.path}[${i}]`, value: item }))
            .filter((item) => type === '' || partOf(item.value, 'type') === type)
        : [];
    });
  }
  return found;
}

const partOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
