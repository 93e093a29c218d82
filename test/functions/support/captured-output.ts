/**
 * What a piece of work writes to stdout and stderr, which is where functions log and count.
 *
 * @param work the work
 * @returns its result and the lines
 */
export async function capturedOutput<T>(work: () => Promise<T>): Promise<{ result: T; output: string }> {
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write.bind(stream));
  let output = "";
  for (const stream of streams) {
    stream.write = ((chunk: string | Uint8Array) => {
      output += String(chunk);
      return true;
    }) as typeof stream.write;
  }
  try {
    return { result: await work(), output };
  } finally {
    streams.forEach((stream, index) => (stream.write = originals[index]!));
  }
}
