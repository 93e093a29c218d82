/** What is transferred when an execution is started with `{}`: ten rows, to see the machine at work. */
export const sampleItems: readonly string[] = Array.from({ length: 10 }, (_, index) => `Message ${index + 1}`);
