/** The words of a clause as somebody typed them, capitals and all. */

/** From which letter of the message to which. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

/** The stretch from token `from` up to, not including, token `to`; the text begins with the first token. */
export const asTyped = (
  { text, tokens }: { readonly text: string; readonly tokens: readonly Placed[] },
  from: number,
  to: number,
): string => text.slice(tokens[from]!.start - tokens[0]!.start, tokens[to - 1]!.end - tokens[0]!.start);
