/** The parts of Discord's bodies that the loopback server and its tests read. */

export interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline?: boolean }[];
  readonly footer?: { readonly text: string };
  readonly author?: { readonly name: string };
}

export interface Control {
  readonly type: number;
  readonly custom_id?: string;
  readonly label?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly { readonly label: string; readonly value: string; readonly description?: string }[];
}

export interface Row {
  readonly type: number;
  readonly components: readonly Control[];
}

/** A message as a client sends it. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: Embed[] | null;
  readonly components?: Row[] | null;
  readonly flags?: number;
  readonly nonce?: string | number;
  readonly enforce_nonce?: boolean;
  readonly allowed_mentions?: {
    readonly parse?: readonly string[];
    readonly replied_user?: boolean;
    readonly users?: readonly string[];
  };
  readonly message_reference?: { readonly message_id: string };
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  /** Of a subcommand. */
  readonly options?: readonly CommandOption[];
  readonly choices?: readonly Choice[];
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
}

export interface Command {
  readonly id?: string;
  readonly type?: number;
  readonly name: string;
  readonly description?: string;
  readonly options?: readonly CommandOption[];
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
}
