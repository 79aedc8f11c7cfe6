/** `/digest` as people find it in Discord's picker: one subcommand for each thing to do. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  ApplicationCommandOptionType as Type,
} from 'discord.js';

/** English, traditional and simplified Chinese. */
type Words = readonly [en: string, zhTW: string, zhCN: string];
const localise = ([, tw, cn]: Words) => ({ 'zh-TW': tw, 'zh-CN': cn });
const named = (name: Words, description: Words) => ({
  name: name[0],
  name_localizations: localise(name),
  description: description[0],
  description_localizations: localise(description),
});
const choice = (value: string, ...name: Words) => ({ name: name[0], name_localizations: localise(name), value });

const part = (
  name: Words,
  description: Words,
  options: readonly APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption => ({
  ...named(name, description),
  type: Type.Subcommand,
  ...(options.length > 0 ? { options: [...options] } : {}),
});

const text = (
  name: Words,
  description: Words,
  choices: readonly ReturnType<typeof choice>[] = [],
): APIApplicationCommandBasicOption => ({
  ...named(name, description),
  type: Type.String,
  required: false,
  ...(choices.length > 0 ? { choices: [...choices] } : {}),
});

export const DIGEST: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  ...named(['digest', '摘要', '摘要'], ["This channel's digest", '本頻道的定期摘要', '本频道的定期摘要']),
  type: ApplicationCommandType.ChatInput,
  options: [
    part(
      ['set', '設定', '设置'],
      ['Set it up, or change it', '設定或更改', '设置或更改'],
      [
        text(
          ['rhythm', '週期', '周期'],
          ['How often', '多久一次', '多久一次'],
          [
            choice('daily', 'daily', '每天', '每天'),
            choice('weekdays', 'weekdays', '平日', '工作日'),
            choice('weekly', 'weekly', '每週', '每周'),
            choice('monthly', 'monthly', '每月', '每月'),
          ],
        ),
        text(
          ['day', '星期', '星期'],
          ['Weekly: on which day', '每週：星期幾', '每周：星期几'],
          [
            choice('mon', 'Monday', '星期一', '星期一'),
            choice('tue', 'Tuesday', '星期二', '星期二'),
            choice('wed', 'Wednesday', '星期三', '星期三'),
            choice('thu', 'Thursday', '星期四', '星期四'),
            choice('fri', 'Friday', '星期五', '星期五'),
            choice('sat', 'Saturday', '星期六', '星期六'),
            choice('sun', 'Sunday', '星期日', '星期日'),
          ],
        ),
        {
          ...named(
            ['date', '日期', '日期'],
            [
              'Monthly: on which date; 31 is the last day of each month',
              '每月：幾號；31 即每月最後一天',
              '每月：几号；31 即每月最后一天',
            ],
          ),
          type: Type.Integer,
          required: false,
          min_value: 1,
          max_value: 31,
        },
        text(['time', '時間', '时间'], ['At what time: 09:00', '幾點：09:00', '几点：09:00']),
        text(['zone', '時區', '时区'], ['Time zone: Asia/Hong_Kong', '時區：Asia/Hong_Kong', '时区：Asia/Hong_Kong']),
        text(
          ['holidays', '假期', '假期'],
          ['On public holidays of Hong Kong', '遇上香港公眾假期', '遇上香港公众假期'],
          [
            choice('post', 'post all the same', '照常發布', '照常发布'),
            choice('skip', 'leave it out', '略過', '略过'),
            choice('shift', 'post on the next working day', '順延至下一個工作天', '顺延至下一个工作日'),
          ],
        ),
        text(
          ['quiet', '靜默', '静默'],
          [
            'Hours in which nothing is posted: 22:00-07:00, or off',
            '不發布的時段：22:00-07:00，或 off',
            '不发布的时段：22:00-07:00，或 off',
          ],
        ),
      ],
    ),
    part(
      ['show', '查看', '查看'],
      ['What is set, and when the next is due', '現時的設定及下次時間', '当前的设置及下次时间'],
    ),
    part(
      ['preview', '預覽', '预览'],
      ['See the next one, for your eyes only', '預覽下一期，只有你看到', '预览下一期，只有你看到'],
    ),
    part(['pause', '暫停', '暂停'], ['Post none until it is resumed', '暫停發布', '暂停发布']),
    part(['resume', '恢復', '恢复'], ['Go on after a pause', '恢復發布', '恢复发布']),
    part(['off', '關閉', '关闭'], ['Post none any more', '不再發布', '不再发布']),
    part(
      ['curators', '編者', '编者'],
      [
        'Also show what was asked in vain and what did not help',
        '同時顯示未獲解答的問題及沒有幫助的回覆',
        '同时显示未获解答的问题及没有帮助的回复',
      ],
      [
        {
          ...named(['on', '開啟', '开启'], ['Whether this channel shows them', '本頻道是否顯示', '本频道是否显示']),
          type: Type.Boolean,
          required: true,
        },
      ],
    ),
  ],
  // In servers only: in a direct message there is no channel to post to.
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};
