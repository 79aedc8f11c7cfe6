/** What the contract suite needs of a chat platform: people who write and press, and a look at what Plenary posted. */
import type { Config } from '../../adapters/config.ts';

/** Something Plenary wrote, as a person sees it. */
export interface Seen {
  readonly id: string;
  /** The whole text of it: blocks or embeds, and the plain text beside them. */
  readonly text: string;
  /** The thread it stands in; undefined for a private reply. */
  readonly thread: string | undefined;
  readonly private: boolean;
  /** Labels of its buttons and of the entries of its menus, in order. */
  readonly choices: readonly string[];
}

export interface Bench {
  /** A person names Plenary in a channel, or in a thread; @returns the thread the answer has to stand in. */
  mention(text: string, more?: { thread?: string; by?: string }): Promise<string>;
  /** A person writes in a thread without naming Plenary; `toSomebody` names another person. */
  say(thread: string, text: string, more?: { by?: string; toSomebody?: boolean }): Promise<void>;
  /** Another bot, or Plenary itself, writes a mention of Plenary. */
  sayAsBot(who: 'itself' | 'other', text: string): Promise<void>;
  /** A person writes to Plenary alone; @returns the thread. */
  direct(text: string): Promise<string>;
  /** A person asks by the slash command. */
  ask(text: string): Promise<void>;
  /** A person presses a button or picks an entry of something seen, by its label. */
  press(on: Seen, label: string, more?: { by?: string }): Promise<void>;
  /** The last event, delivered again as the platform does. */
  redeliver(): Promise<void>;
  /** Ends the bot and starts a new one over the same state. `crash`: the end comes before it can finish anything. */
  restart(more?: { crash?: boolean; meanwhile?: () => Promise<void> }): Promise<void>;
  /** The platform takes no posts, until told otherwise. */
  refusePosts(refuse: boolean): void;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
  /** All that Plenary posted and that still stands, edits applied, in order of posting; private replies too. */
  seen(): readonly Seen[];
  /** What a press showed beside the conversation (a modal, a private message): the text of the last one. */
  shown(): string;
  /** Bodies that broke one of the platform's limits, or were refused as malformed. */
  refused(): readonly string[];
  stop(): Promise<void>;
}

export interface Driver {
  readonly name: string;
  open(settings?: Partial<Config>): Promise<Bench>;
}
