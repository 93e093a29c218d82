/** Where the runbooks are, from the root of the clone that deploys. */
export const RUNBOOKS = "docs/runbooks.md";
