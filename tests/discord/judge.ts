/**
 * Judges bodies by Discord's own OpenAPI description and by five rules that it lacks (content ≤ 2000, all embeds
 * together ≤ 6000, command names, custom ids that stand twice, choice values ≤ 100).
 * The description is not part of this repository: its path comes from `DISCORD_OPENAPI`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';

/** Why bodies cannot be judged here; undefined when they can. */
export function whyNotJudged(path = process.env.DISCORD_OPENAPI): string | undefined {
  if (!path)
    return "DISCORD_OPENAPI does not name Discord's OpenAPI description (openapi.json of discord/discord-api-spec)";
  return existsSync(path) ? undefined : `DISCORD_OPENAPI names a file that is not there: ${path}`;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { requestBody?: unknown }>>>>;
}

/** Says what is wrong with a body sent by `method` to `path` (without `/api/v10`); nothing when it is good. */
export type Judge = (method: string, path: string, body: unknown) => string[];

export function createJudge(file = process.env.DISCORD_OPENAPI ?? ''): Judge {
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  formatsPlugin.default(ajv);
  // Formats of Discord's own, which ajv-formats does not know.
  ajv.addFormat('snowflake', /^(0|[1-9][0-9]*)$/);
  ajv.addFormat('nonce', true);
  ajv.addSchema(description, 'discord');

  const routes = Object.entries(description.paths).flatMap(([template, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.requestBody === undefined
        ? []
        : [
            {
              method: method.toUpperCase(),
              // `{id}` stands for one part of the path; a path written out (`@original`) comes before.
              pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
              template,
              pointer: ['paths', template, method, 'requestBody', 'content', 'application/json', 'schema']
                .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
                .join('/'),
            },
          ],
    ),
  );
  routes.sort((a, b) => (a.template.match(/\{/g)?.length ?? 0) - (b.template.match(/\{/g)?.length ?? 0));
  const compiled = new Map<string, ValidateFunction>();

  return (method, path, body) => {
    const route = routes.find((r) => r.method === method && r.pattern.test(path));
    if (!route) return body === undefined ? [] : [`the description has no ${method} ${path} with a body`];
    let validate = compiled.get(route.pointer);
    if (!validate) {
      validate = ajv.compile({ $ref: `discord#/${route.pointer}` });
      compiled.set(route.pointer, validate);
    }
    const faults = validate(body) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ''}`);
    return [...faults, ...judgeByRules(route.template, body)];
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const length = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
const COMMAND_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const CHAT_INPUT = 1;

/** The five rules. A body may be a message, a callback around one, or a list of commands. */
export function judgeByRules(template: string, body: unknown): string[] {
  if (template.endsWith('/commands')) return list(body).flatMap((c) => judgeCommand(c));
  const message = isObject(body) && isObject(body.data) ? body.data : isObject(body) ? body : {};
  const embeds = list(message.embeds);
  const total = embeds.reduce(
    (sum, e) =>
      sum +
      length(e.title) +
      length(e.description) +
      (isObject(e.footer) ? length(e.footer.text) : 0) +
      (isObject(e.author) ? length(e.author.name) : 0) +
      list(e.fields).reduce((n, f) => n + length(f.name) + length(f.value), 0),
    0,
  );
  const ids = list(message.components)
    .flatMap((row) => list(row.components))
    .flatMap((c) => (typeof c.custom_id === 'string' ? [c.custom_id] : []));
  return [
    ...(length(message.content) > 2000 ? ['content is over 2000 characters'] : []),
    ...(total > 6000 ? [`all embeds together have ${total} characters, over 6000`] : []),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `the custom id “${id}” stands twice`),
    ...list(message.choices).flatMap((c) =>
      length(c.value) > 100 ? ['a choice has a value over 100 characters'] : [],
    ),
  ];
}

function judgeCommand(command: Record<string, unknown>): string[] {
  const names = (o: Record<string, unknown>): unknown[] => [
    o.name,
    ...(isObject(o.name_localizations) ? Object.values(o.name_localizations) : []),
  ];
  const strict = (command.type ?? CHAT_INPUT) === CHAT_INPUT ? [command, ...list(command.options)] : [];
  return [
    ...strict
      .flatMap(names)
      .filter((n) => typeof n !== 'string' || !COMMAND_NAME.test(n) || n !== n.toLowerCase())
      .map((n) => `“${String(n)}” is not a command or option name`),
    ...list(command.options)
      .flatMap((o) => list(o.choices))
      .flatMap((c) => (length(c.value) > 100 ? ['a choice has a value over 100 characters'] : [])),
  ];
}
