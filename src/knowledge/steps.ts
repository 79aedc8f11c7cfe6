/** Long work cut into steps: whoever runs it may do other things between two of them. */
export type Steps<T> = Generator<void, T>;

/** All steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
