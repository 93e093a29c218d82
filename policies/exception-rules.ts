import type { ExceptionProblem } from "./exceptions";
import type { RuleDescription } from "./core/rule";

/** What is said of the exceptions themselves, by the kind of problem. */
export const exceptionRules: Record<ExceptionProblem["kind"] | "failed", RuleDescription> = {
  expired: {
    name: "exception-expired",
    title: "No exception has expired",
    why: "An exception is a debt with a date.",
    severity: "high",
    ids: [],
    fix: "Mend what it excepts and delete it, or renew it with a reason.",
  },
  unused: {
    name: "exception-unused",
    title: "Every exception is needed",
    why: "One that nothing needs waits to hide the next mistake.",
    severity: "low",
    ids: [],
    fix: "Delete it from policies/exceptions.yaml, or correct its resource or environments.",
  },
  invalid: {
    name: "exception-invalid",
    title: "Every exception is well formed and names a rule",
    why: "A misspelt exception has no effect, and whoever wrote it believes that it has.",
    severity: "high",
    ids: [],
    fix: "Correct it in policies/exceptions.yaml.",
  },
  failed: {
    name: "policy-failure",
    title: "Every rule runs",
    why: "A rule that fails has not said that all is well.",
    severity: "high",
    ids: [],
    fix: "Report the rule with the form of the resource that it failed on.",
  },
};
