/** What Discord refuses, in plain words for the log, and what a person is told. */
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';

const IN_WORDS: Readonly<Record<number, string>> = {
  [RESTJSONErrorCodes.UnknownInteraction]:
    'Discord no longer knows the interaction: it was answered later than 3 s, or by another process',
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]:
    'the interaction was answered already, perhaps by another process with the same token',
  [RESTJSONErrorCodes.InvalidWebhookToken]:
    'the interaction is older than 15 minutes; Discord takes no answer to it any more',
  [RESTJSONErrorCodes.MissingPermissions]:
    'Plenary lacks a permission there; see “Permissions” in adapters/discord/README.md',
  [RESTJSONErrorCodes.MissingAccess]: 'Plenary may not see that channel; give its role “View Channel”',
  [RESTJSONErrorCodes.UnknownChannel]: 'the channel is gone, or Plenary may not see it',
  [RESTJSONErrorCodes.UnknownMessage]: 'the message is gone',
  [RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage]: 'the message has a thread already',
  [RESTJSONErrorCodes.ThreadLocked]: 'the thread is locked',
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread]: 'the thread is archived',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'that person takes no direct messages from Plenary',
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType]:
    'Discord refused the body; a limit in adapters/discord/limits.ts must be wrong',
};

export interface Fault {
  readonly why: string;
  readonly status?: number;
  readonly code?: number | string;
}

/** Never contains the body that was sent, since that may hold what people wrote. */
export function describeFault(error: unknown): Fault {
  if (error instanceof DiscordAPIError) {
    const { code, status, method, message } = error;
    return { why: `${IN_WORDS[Number(code)] ?? message} (${method})`, status, code };
  }
  if (error instanceof HTTPError)
    return { why: `Discord answered ${error.status} ${error.message} (${error.method})`, status: error.status };
  if (error instanceof RateLimitError) return { why: `rate limited for ${error.timeToReset} ms` };
  return { why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}

const codeOf = (error: unknown): number => (error instanceof DiscordAPIError ? Number(error.code) : 0);

/** Discord takes no answer to this interaction any more: there is nobody to tell. */
export const isTooLate = (error: unknown): boolean =>
  [
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.InvalidWebhookToken,
    RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  ].includes(codeOf(error));

/** Plenary may not do that there. */
export const isRefused = (error: unknown): boolean =>
  [
    RESTJSONErrorCodes.MissingPermissions,
    RESTJSONErrorCodes.MissingAccess,
    RESTJSONErrorCodes.ThreadLocked,
    RESTJSONErrorCodes.InvalidActionOnArchivedThread,
    RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
    RESTJSONErrorCodes.MaximumActiveThreads,
  ].includes(codeOf(error));

/** What was to be answered is gone: deleted, or its channel is. */
export const isGone = (error: unknown): boolean =>
  [RESTJSONErrorCodes.UnknownMessage, RESTJSONErrorCodes.UnknownChannel].includes(codeOf(error));

/** Discord or the way to it is in trouble and may be well in a while: worth another attempt. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DiscordAPIError || error instanceof HTTPError)
    return error.status >= 500 || error.status === 429;
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'AbortError' ||
    error instanceof RateLimitError ||
    NETWORK.has(networkCode(error)) ||
    error.message === 'fetch failed'
  );
}

const NETWORK: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

function networkCode(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code ?? (error.cause instanceof Error ? networkCode(error.cause) : '');
}
