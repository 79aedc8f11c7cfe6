/**
 * Bodies that Discord refuses with 50035, written apart from the product's own table so that each checks the other.
 * Answers the path and the reason of each fault, none for a good body.
 */
import { ComponentType } from 'discord.js';
import type { Command, Control, Embed, MessageBody } from './shapes.ts';

const over = (path: string, text: unknown, most: number, least = 0): string[] =>
  typeof text === 'string' && (text.length > most || text.length < least)
    ? [`${path}: must be between ${least} and ${most} in length`]
    : [];
const many = (path: string, list: readonly unknown[] | null | undefined, most: number, least = 0): string[] =>
  list && (list.length > most || list.length < least) ? [`${path}: must have between ${least} and ${most} items`] : [];

const sizeOf = (e: Embed): number =>
  [
    e.title,
    e.description,
    e.footer?.text,
    e.author?.name,
    ...(e.fields ?? []).flatMap((f) => [f.name, f.value]),
  ].reduce((n, t) => n + (t?.length ?? 0), 0);

export function refuseMessage(body: MessageBody): string[] {
  const embeds = body.embeds ?? [];
  const rows = body.components ?? [];
  const controls = rows.flatMap((r) => r.components);
  const ids = controls.flatMap((c) => c.custom_id ?? []);
  return [
    ...over('content', body.content, 2000),
    ...many('embeds', embeds, 10),
    ...embeds.flatMap((e, i) => [
      ...over(`embeds[${i}].title`, e.title, 256),
      ...over(`embeds[${i}].description`, e.description, 4096),
      ...over(`embeds[${i}].footer.text`, e.footer?.text, 2048),
      ...over(`embeds[${i}].author.name`, e.author?.name, 256),
      ...many(`embeds[${i}].fields`, e.fields, 25),
      ...(e.fields ?? []).flatMap((f, j) => [
        ...over(`embeds[${i}].fields[${j}].name`, f.name, 256, 1),
        ...over(`embeds[${i}].fields[${j}].value`, f.value, 1024, 1),
      ]),
    ]),
    ...(embeds.reduce((n, e) => n + sizeOf(e), 0) > 6000 ? ['embeds: all together are over 6000'] : []),
    ...many('components', rows, 5),
    ...rows.flatMap((r, i) => [
      ...many(
        `components[${i}].components`,
        r.components,
        r.components[0]?.type === ComponentType.StringSelect ? 1 : 5,
        1,
      ),
      ...r.components.flatMap((c, j) => refuseControl(`components[${i}].components[${j}]`, c)),
    ]),
    ...(new Set(ids).size < ids.length ? ['components: a custom id stands twice'] : []),
    ...(body.content || embeds.length > 0 || rows.length > 0 ? [] : ['content: cannot send an empty message']),
  ];
}

function refuseControl(path: string, c: Control): string[] {
  return [
    ...over(`${path}.custom_id`, c.custom_id, 100, 1),
    ...over(`${path}.label`, c.label, 80, 1),
    ...over(`${path}.placeholder`, c.placeholder, 150),
    ...(c.type === ComponentType.StringSelect ? many(`${path}.options`, c.options, 25, 1) : []),
    ...(c.options ?? []).flatMap((o, k) => [
      ...over(`${path}.options[${k}].label`, o.label, 100, 1),
      ...over(`${path}.options[${k}].value`, o.value, 100, 1),
      ...over(`${path}.options[${k}].description`, o.description, 100),
    ]),
  ];
}

export function refuseChoices(choices: unknown): string[] {
  if (!Array.isArray(choices)) return ['choices: missing'];
  return [
    ...many('choices', choices, 25),
    ...choices.flatMap((c: { name?: unknown; value?: unknown }, i) => [
      ...(typeof c.name === 'string' ? over(`choices[${i}].name`, c.name, 100, 1) : [`choices[${i}].name: missing`]),
      ...over(`choices[${i}].value`, c.value, 100, 1),
    ]),
  ];
}

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

export function refuseCommands(commands: readonly Command[]): string[] {
  const named = (
    path: string,
    c: Pick<Command, 'name' | 'description' | 'name_localizations' | 'description_localizations'>,
  ): string[] => [
    ...[c.name, ...Object.values(c.name_localizations ?? {})].flatMap((n) =>
      NAME.test(n) && n === n.toLowerCase() ? [] : [`${path}.name: “${n}” is not a command name`],
    ),
    ...[c.description, ...Object.values(c.description_localizations ?? {})].flatMap((d) =>
      over(`${path}.description`, d, 100, 1),
    ),
  ];
  return commands.flatMap((c, i) => [
    ...((c.type ?? 1) === 1 ? named(`[${i}]`, c) : over(`[${i}].name`, c.name, 32, 1)),
    ...many(`[${i}].options`, c.options, 25),
    ...(c.options ?? []).flatMap((o, j) => [
      ...named(`[${i}].options[${j}]`, o),
      ...many(`[${i}].options[${j}].choices`, o.choices, 25),
      ...many(`[${i}].options[${j}].options`, o.options, 25),
      ...(o.options ?? []).flatMap((p, k) => [
        ...named(`[${i}].options[${j}].options[${k}]`, p),
        ...many(`[${i}].options[${j}].options[${k}].choices`, p.choices, 25),
        ...(p.choices ?? []).flatMap((c) => over(`[${i}].options[${j}].options[${k}].choices`, c.name, 100, 1)),
      ]),
    ]),
  ]);
}
