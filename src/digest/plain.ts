/** A digest as plain text: the terminal, notifications, screen readers, and what one copies. */
import { plainBlock } from '../answer/plain.ts';
import type { Digest } from '../model/digest.ts';

export function renderPlainDigest({ title, parts, legend }: Digest): string {
  return [
    title,
    ...parts.map(({ heading, blocks }) => [heading, ...blocks.map(plainBlock)].join('\n')),
    ...(legend ? [legend] : []),
  ].join('\n\n');
}
