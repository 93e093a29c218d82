import { listAdaptations } from "./adaptations";
import { missingCapabilities } from "./capabilities";
import { motoServices } from "./gateway/moto-services";

/** The tables of `docs/sandbox.md`: what is left out, what is adapted, and which emulator answers for what. */
export function capabilitiesTable(): string {
  const row = (...cells: string[]) => `| ${cells.join(" | ")} |`;
  const motos = Object.entries(motoServices).map(([service, calls]) =>
    row(`\`${service}\``, calls === true ? "everything" : calls.map((call) => `\`${call}\``).join(", ")),
  );
  return [
    "### Left out\n",
    row("Type", "Why", "Covered by"),
    row("---", "---", "---"),
    ...missingCapabilities.map(({ type, reason, coveredBy }) => row(`\`${type}\``, reason, `\`${coveredBy}\``)),
    "\n### Adapted\n",
    row("Change", "Why", "The form on AWS is covered by"),
    row("---", "---", "---"),
    ...listAdaptations({ endpoint: "http://127.0.0.1", accountId: "000000000000" }).map(
      ({ change, reason, coveredBy }) => row(change, reason, `\`${coveredBy}\``),
    ),
    "\n### Answered by moto\n",
    "Everything else is ministack's.\n",
    row("Service (signing name)", "Calls"),
    row("---", "---"),
    ...motos,
    "",
  ].join("\n");
}
