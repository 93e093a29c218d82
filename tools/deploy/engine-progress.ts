import * as fs from "node:fs";
import * as path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Progress } from "../../sandbox/engine/progress";

/** Turns the engine's events into a line of progress, and keeps what it said for the case that it fails. */
export class EngineProgress {
  private done = 0;
  private readonly underWay = new Map<string, string>();
  private readonly errors: string[] = [];
  /** True once a mandatory policy was violated. */
  refused = false;

  /** @param kind what is under way, as errors name it: a preview makes nothing, and says so. Default `deployment` */
  constructor(
    private readonly report: Progress,
    private readonly logFile: string,
    private readonly kind: "preview" | "deployment" | "refresh" | "removal" = "deployment",
  ) {
    fs.mkdirSync(path.dirname(logFile), { recursive: true });
    fs.writeFileSync(logFile, "");
  }

  readonly onOutput = (text: string): void => fs.appendFileSync(this.logFile, text);

  readonly onEvent = (event: EngineEvent): void => {
    const started = event.resourcePreEvent?.metadata;
    if (process.env["DEBUG"] && started && started.op !== "same") {
      fs.appendFileSync(
        this.logFile,
        `${started.op} ${started.urn} ${JSON.stringify(started.detailedDiff ?? started.diffs)}\n`,
      );
    }
    if (started && started.op !== "same" && started.op !== "read")
      this.underWay.set(started.urn, started.urn.split("::").pop()!);
    const ended = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
    if (ended) {
      this.underWay.delete(ended.urn);
      this.done++;
    }
    const { diagnosticEvent: diagnostic } = event;
    if (diagnostic?.severity === "error")
      this.errors.push(plainText(`${nameOf(diagnostic.urn)}${diagnostic.message}`).trim());
    const policy = event.policyEvent;
    if (policy?.enforcementLevel === "mandatory") {
      this.refused = true;
      this.errors.push(
        plainText(`[mandatory] ${policy.policyName}: ${nameOf(policy.resourceUrn)}${policy.message}`).trim(),
      );
    }
    if (started || ended) this.report.status(this.state());
  };

  /** The error to show: what the engine said was wrong, once each, and where its whole output is. */
  diagnosis(error: Error): Error {
    return new Error(`${this.said(error)}\nThe engine's whole output: ${this.logFile}`, { cause: error });
  }

  /** What the engine said was wrong, once each; what ended it where it said nothing. */
  said(error: Error): string {
    const said = [...new Set(this.errors)].filter(Boolean);
    const text =
      said.length > 0 ? said.map((each) => `  - ${each.replaceAll("\n", "\n    ")}`).join("\n") : error.message;
    return `${this.outcome()}:\n${text}`;
  }

  private outcome(): string {
    if (this.kind !== "preview") return `The ${this.kind} failed after ${this.done} resources`;
    return this.refused
      ? "Refused by the policy pack, in the engine's preview; nothing was made or changed"
      : "The preview failed; nothing was made or changed";
  }

  private state(): string {
    const names = [...this.underWay.values()];
    const waiting =
      names.length > 0
        ? `; under way: ${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`
        : "";
    return `${this.done} resources ${this.kind === "preview" ? "previewed" : "done"}${waiting}`;
  }
}

function nameOf(urn: string | undefined): string {
  const name = urn?.split("::").pop();
  return name ? `${name}: ` : "";
}

/** Without colours and the engine's own markup. */
function plainText(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, "").replace(/<\{%[^%]*%\}>/g, "");
}
