/** Autocomplete: at most 25 names, best first, each saying why it matched; an id as the value. */
import type { APIApplicationCommandOptionChoice, AutocompleteInteraction } from 'discord.js';
import type { Completion, Plenary } from '../../src/index.ts';
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
  const choices = kept.get(key) ?? plenary.complete(typed, kinds, MOST.choices).map(toChoice);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, choices);
  return choices;
}

/** `Chief Secretary for Administration (matches “CS”)`, within the length of a choice: the reason stays whole. */
function toChoice({ id, name, why }: Completion): Choice {
  const reason = why ? shorten(` (matches “${why}”)`, MOST.choiceName / 2) : '';
  return { name: `${shorten(name, MOST.choiceName - reason.length)}${reason}`, value: id };
}

/** Answers an autocomplete. It cannot be deferred, so nothing is waited for. */
export async function complete(interaction: AutocompleteInteraction, plenary: Plenary): Promise<void> {
  const focused = interaction.options.getFocused(true);
  const choices = completeOption(plenary, `${interaction.commandName} ${focused.name}`, String(focused.value));
  const faults = checkChoices(choices);
  if (faults.length > 0) throw new Error(`choices over Discord's limits: ${faults.join('; ')}`);
  await interaction.respond(choices);
}
