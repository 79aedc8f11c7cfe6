/** Autocomplete: at most 25 names, best first, each saying why it matched; an id as the value. */
import type { APIApplicationCommandOptionChoice, AutocompleteInteraction } from 'discord.js';
import type { Completion, Kind, Plenary } from '../../src/index.ts';
import { upperFirst } from '../shared/agreements.ts';
import { shorten } from '../shared/paging.ts';
import { COMPLETES } from './commands.ts';
import { checkChoices, MOST } from './limits.ts';

type Choice = APIApplicationCommandOptionChoice<string>;

/** Everybody begins with the same letters, and a search takes some 10 ms: what was found is kept with its knowledge. */
const found = new WeakMap<Plenary, Map<string, Choice[]>>();
/** Beyond it, all is forgotten: cheaper than to note which is used. */
const MOST_KEPT = 1000;

/** The choices for what was typed into an option, such as `agreement party`. */
export function completeOption(plenary: Plenary, option: string, typed: string): Choice[] {
  const kinds = COMPLETES[option];
  if (!kinds) return [];
  const kept = found.get(plenary) ?? new Map<string, Choice[]>();
  found.set(plenary, kept);
  const key = `${option} ${typed.trim().toLowerCase()}`;
  const choices = kept.get(key) ?? search(plenary, option, kinds, typed).slice(0, MOST.choices).map(toChoice);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, choices);
  return choices;
}

/** More than fit: those that find agreements are chosen among them. */
const MOST_CANDIDATES = 200;
/** What an option of `/agreement` asks for, told by an id: then finding how many agreements it has is quick. */
const FACETS: Readonly<Record<string, 'party' | 'area'>> = {
  'agreement topic': 'area',
  'agreement party': 'party',
  'agreement area': 'area',
};

/**
 * As the knowledge ranks them. Before a letter was typed, `/agreement` shows what finds most; after it, parties and areas
 * that find nothing stand last.
 */
function search(plenary: Plenary, option: string, kinds: readonly Kind[], typed: string): readonly Completion[] {
  const facet = FACETS[option];
  if (!facet) return plenary.complete(typed, kinds, MOST.choices);
  const isEmpty = typed.trim() === '';
  const candidates = plenary.complete(typed, kinds, isEmpty ? MOST_CANDIDATES : MOST.choices);
  if (!isEmpty && option === 'agreement topic') return candidates;
  const counted = candidates.map((choice) => ({ choice, total: totalOf(plenary, facet, choice.id) }));
  const fruitful = counted.filter(({ total }) => total > 0);
  const ordered = isEmpty
    ? fruitful.sort((a, b) => b.total - a.total)
    : [...fruitful, ...counted.filter(({ total }) => total === 0)];
  return ordered.map(({ choice }) => choice);
}

/** How many agreements an entry finds. */
function totalOf(plenary: Plenary, facet: 'party' | 'area', id: Completion['id']): number {
  if (id.startsWith('agreement/')) return 1;
  const found = plenary.lookUp({ [facet]: id });
  return found.nearest ? 0 : found.total;
}

/** `Chief Secretary for Administration (matches “CS”)`, within the length of a choice: the reason stays whole. */
function toChoice({ id, name, why }: Completion): Choice {
  const reason = why ? shorten(` (matches “${why}”)`, MOST.choiceName / 2) : '';
  return { name: `${shorten(upperFirst(name), MOST.choiceName - reason.length)}${reason}`, value: id };
}

/** Answers an autocomplete. It cannot be deferred, so nothing is waited for. */
export async function complete(interaction: AutocompleteInteraction, plenary: Plenary): Promise<void> {
  const focused = interaction.options.getFocused(true);
  const choices = completeOption(plenary, `${interaction.commandName} ${focused.name}`, String(focused.value));
  const faults = checkChoices(choices);
  if (faults.length > 0) throw new Error(`choices over Discord's limits: ${faults.join('; ')}`);
  await interaction.respond(choices);
}
