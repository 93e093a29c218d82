import { readFileSync } from "node:fs";
import * as path from "node:path";
import { compileRules, type Routable } from "../../functions/events/router";
import type { Rules } from "../../functions/events/rules";
import type { Bench } from "./figure";
import { root } from "./run-node";
import { median } from "./statistics";

const rounds = 9;
const events = 100_000;
const rules = 25;

/** What preparing the rules once is worth, for each event. */
export const router: Bench = {
  name: "router",
  about: `routing by ${rules} rules on one core, against reading the same rules anew for each event`,
  run() {
    const document = manyRules();
    const compiled = compileRules(document);
    const sample = manyEvents();
    const texts = sample.map((event) => JSON.stringify(event));
    const check = sample
      .slice(0, 1000)
      .every((event) => String(compiled(event)) === String(interpret(document, event)));
    if (!check) throw new Error("the two routers do not agree");
    const ours: number[] = [];
    const bare: number[] = [];
    const parsing: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(microseconds(sample, (event) => interpret(document, event)));
      ours.push(microseconds(sample, compiled));
      parsing.push(microseconds(texts, (text) => compiled(JSON.parse(text) as Routable)));
    }
    const value = { bare: median(bare), ours: median(ours), parsing: median(parsing) };
    return Promise.resolve([
      { name: "rules read anew, one event", value: value.bare, unit: "µs" as const },
      {
        name: "router, one event",
        value: value.ours,
        unit: "µs" as const,
        ratio: { value: value.ours / value.bare, to: "anew" },
      },
      { name: "router with the event's JSON, one event", value: value.parsing, unit: "µs" as const },
    ]);
  },
};

function microseconds<T>(inputs: readonly T[], route: (input: T) => readonly string[]): number {
  let found = 0;
  const started = process.hrtime.bigint();
  for (const input of inputs) found += route(input).length;
  const elapsed = Number(process.hrtime.bigint() - started);
  if (found < inputs.length) throw new Error("an event went nowhere");
  return elapsed / 1000 / inputs.length;
}

/** The rules that the stack starts with, and others as they come to be: most about a type, some about details. */
function manyRules(): Rules {
  const initial = JSON.parse(readFileSync(path.join(root, "functions/events/initial-rules.json"), "utf8")) as Rules;
  const more = Array.from({ length: rules - initial.rules.length }, (_, index) => ({
    name: `rule ${index}`,
    match: {
      type: [`type.${index}`, `type.${index}.changed`],
      ...(index % 3 === 0 && { source: "billing" }),
      ...(index % 5 === 0 && { "detail.order.country": ["DE", "FR", "IT"] }),
    },
    target: index % 2 === 0 ? "table" : "web",
  }));
  return { ...initial, rules: [...more, ...initial.rules] };
}

function manyEvents(): Routable[] {
  return Array.from({ length: events }, (_, index) => ({
    type: `type.${index % 40}`,
    source: index % 2 === 0 ? "billing" : "registrar",
    detail: {
      order: { id: index, country: index % 3 === 0 ? "DE" : "SE", lines: [{ sku: "a", quantity: index % 9 }] },
    },
  }));
}

/** What a router does that keeps the document as it is. */
function interpret(document: Rules, event: Routable): readonly string[] {
  const found: string[] = [];
  for (const rule of document.rules) {
    const isMatch = Object.entries(rule.match).every(([key, wanted]) => {
      const value = key
        .split(".")
        .reduce<unknown>((each, step) => (each as Record<string, unknown> | undefined)?.[step], event);
      return [wanted].flat().some((each) => each === value);
    });
    if (!isMatch) continue;
    if (!found.includes(rule.target)) found.push(rule.target);
    if (!rule.continue) break;
  }
  return found.length > 0 ? found : [document.default];
}
