/** The commands that people find in Discord's picker, and putting them there when they differ from what is there. */
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  type Client,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Kind } from '../../src/index.ts';
import { DIGEST } from './digest-command.ts';
import { checkCommands } from './limits.ts';

/** English, traditional and simplified Chinese. */
type Words = readonly [en: string, zhTW: string, zhCN: string];

const localise = ([, tw, cn]: Words): { 'zh-TW': string; 'zh-CN': string } => ({ 'zh-TW': tw, 'zh-CN': cn });
const named = (name: Words, description: Words) => ({
  name: name[0],
  name_localizations: localise(name),
  description: description[0],
  description_localizations: localise(description),
});

const text = (
  name: Words,
  description: Words,
  more: { required?: boolean; autocomplete?: true } = {},
): APIApplicationCommandBasicOption => ({
  ...named(name, description),
  type: ApplicationCommandOptionType.String,
  required: more.required ?? false,
  ...(more.autocomplete ? { autocomplete: true } : {}),
});
const whole = (name: Words, description: Words, least: number, most: number): APIApplicationCommandBasicOption => ({
  ...named(name, description),
  type: ApplicationCommandOptionType.Integer,
  required: false,
  min_value: least,
  max_value: most,
});

/** In servers and in direct messages with the bot. */
const PLACES = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

const command = (
  name: Words,
  description: Words,
  options: readonly APIApplicationCommandBasicOption[] = [],
): RESTPostAPIApplicationCommandsJSONBody => ({
  ...named(name, description),
  type: ApplicationCommandType.ChatInput,
  ...(options.length > 0 ? { options: [...options] } : {}),
  ...PLACES,
});

export const ASK_PLENARY = 'Ask Plenary';

export const COMMANDS: readonly RESTPostAPIApplicationCommandsJSONBody[] = [
  command(
    ['ask', '提問', '提问'],
    ["Ask about Hong Kong's co-operation with the Mainland", '查詢香港與內地合作的資料', '查询香港与内地合作的资料'],
    [
      text(
        ['question', '問題', '问题'],
        ['Your question, in English', '你的問題（暫時只支援英文）', '你的问题（暂时只支持英文）'],
        { required: true },
      ),
    ],
  ),
  command(
    ['agreement', '協議', '协议'],
    [
      'Look agreements up; without options: all of them, newest first',
      '查找協議；不填選項則由新至舊列出全部',
      '查找协议；不填选项则由新至旧列出全部',
    ],
    [
      text(['topic', '主題', '主题'], ['Words of its name or subject', '名稱或主題的字眼', '名称或主题的字眼'], {
        autocomplete: true,
      }),
      text(['party', '締約方', '缔约方'], ['Who concluded it', '由誰簽訂', '由谁签订'], { autocomplete: true }),
      text(['area', '範疇', '领域'], ['Area of co-operation', '合作範疇', '合作领域'], { autocomplete: true }),
      whole(['year', '年份', '年份'], ['Year of signing', '簽訂年份', '签订年份'], 1978, 2100),
      whole(['page', '頁', '页'], ['Page of the list', '清單的頁數', '列表的页数'], 1, 1000),
    ],
  ),
  command(
    ['meeting', '會議', '会议'],
    ['A meeting at a glance', '會議摘要', '会议摘要'],
    [text(['name', '名稱', '名称'], ['Which meeting', '哪個會議', '哪个会议'], { required: true, autocomplete: true })],
  ),
  command(
    ['mechanism', '機制', '机制'],
    ['A co-operation mechanism at a glance', '合作機制摘要', '合作机制摘要'],
    [
      text(['name', '名稱', '名称'], ['Which mechanism', '哪個機制', '哪个机制'], {
        required: true,
        autocomplete: true,
      }),
    ],
  ),
  command(
    ['sources', '來源', '来源'],
    ['The documents that Plenary answers from', 'Plenary 所根據的文件', 'Plenary 所根据的文件'],
  ),
  DIGEST,
  {
    name: ASK_PLENARY,
    name_localizations: { 'zh-TW': '問 Plenary', 'zh-CN': '问 Plenary' },
    type: ApplicationCommandType.Message,
    ...PLACES,
  },
];

/** Which kinds of names complete an option: `/agreement party:` takes places and organisations. */
export const COMPLETES: Readonly<Record<string, readonly Kind[]>> = {
  'agreement topic': ['agreement', 'topic', 'scheme'],
  'agreement party': ['place', 'organisation'],
  'agreement area': ['topic'],
  'meeting name': ['meeting'],
  'mechanism name': ['mechanism'],
};

export type Registered = 'registered' | 'unchanged';

/**
 * Registers the commands everywhere, or at once in one server, when they differ from what is registered there.
 * @throws Error when a command breaks one of Discord's limits, DiscordAPIError when Discord refuses.
 */
export async function registerCommands(client: Client<true>, guild: string | undefined): Promise<Registered> {
  const faults = checkCommands([...COMMANDS]);
  if (faults.length > 0) throw new Error(`the commands break Discord's limits: ${faults.join('; ')}`);
  const { commands } = client.application;
  const there =
    guild === undefined
      ? await commands.fetch({ withLocalizations: true })
      : await commands.fetch({ guildId: guild, withLocalizations: true });
  const same = (wanted: RESTPostAPIApplicationCommandsJSONBody): boolean =>
    // discord.js's own comparison; it takes the JSON form at run time, which its types do not say for every kind.
    there.some((c) => c.name === wanted.name && c.equals(wanted as unknown as Parameters<typeof c.equals>[0], true));
  if (there.size === COMMANDS.length && COMMANDS.every(same)) return 'unchanged';
  if (guild === undefined) await commands.set([...COMMANDS]);
  else await commands.set([...COMMANDS], guild);
  return 'registered';
}
