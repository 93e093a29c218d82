import * as path from "node:path";

/** A place in code as Node.js runs it, before its source map is applied. */
export interface CreationSite {
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** How far up the stack the place is looked for; a component is some ten calls away from its resource. */
const mostFrames = 60;

/**
 * The nearest caller whose file lies in one of `folders`: for a resource, the component or system that makes it.
 *
 * It reads V8's own frames and maps nothing, so that it costs microseconds. Whoever shows the place maps it, which is
 * rare. https://v8.dev/docs/stack-trace-api
 *
 * @param folders absolute paths
 * @param except a file of them that does not count
 */
export function creationSite(folders: readonly string[], except?: string): CreationSite | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = mostFrames;
    Error.prepareStackTrace = (_error, sites) => sites;
    Error.captureStackTrace(holder, creationSite);
    for (const site of holder.stack ?? []) {
      const file = site.getFileName();
      if (!file || file === except || !folders.some((folder) => file.startsWith(folder + path.sep))) continue;
      return { file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
    }
    return undefined;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}
