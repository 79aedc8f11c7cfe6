/** Phrases of stems, each with what it may denote; found in one walk from any position. */
export class PhraseTrie<T> {
  private readonly root: Node<T> = { next: new Map(), values: [] };

  add(phrase: readonly string[], value: T): void {
    if (phrase.length === 0) return;
    let node = this.root;
    for (const stem of phrase) {
      let next = node.next.get(stem);
      if (!next) {
        next = { next: new Map(), values: [] };
        node.next.set(stem, next);
      }
      node = next;
    }
    node.values.push(value);
  }

  /** All phrases that start at `from`, shortest first. */
  at(stems: readonly string[], from: number): { to: number; values: readonly T[] }[] {
    const found: { to: number; values: readonly T[] }[] = [];
    let node = this.root;
    for (let i = from; i < stems.length; i++) {
      const next = node.next.get(stems[i]!);
      if (!next) break;
      node = next;
      if (node.values.length > 0) found.push({ to: i + 1, values: node.values });
    }
    return found;
  }

  has(phrase: readonly string[]): boolean {
    let node = this.root;
    for (const stem of phrase) {
      const next = node.next.get(stem);
      if (!next) return false;
      node = next;
    }
    return node.values.length > 0;
  }
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly values: T[];
}
