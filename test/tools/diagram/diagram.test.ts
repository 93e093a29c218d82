import { expect } from "chai";
import { readGolden } from "../../../tools/plan/golden";
import { join } from "node:path";
import { diagramOf, type Diagram } from "../../../tools/diagram/diagram";
import { BOX, layout } from "../../../tools/diagram/layout";
import { mermaid } from "../../../tools/diagram/mermaid";
import { overview, systemDiagram } from "../../../tools/diagram/parts";
import { diagramsOf, renderDiagrams } from "../../../tools/diagram/render-diagram";
import { planArguments } from "../../../tools/plan/arguments";

const ROOT = join(__dirname, "../../..");

/** Flows as a person reads them: `from -label-> to`. */
function read({ nodes, edges }: Diagram): string[] {
  const label = new Map(nodes.map((node) => [node.id, node.label]));
  return edges.map((edge) => {
    const line = edge.isFailure ? "." : "-";
    return `${label.get(edge.from)} ${edge.isBoth ? "<" : ""}${line}${edge.label}${line}> ${label.get(edge.to)}`;
  });
}

describe("diagrams of a plan", () => {
  const plan = readGolden(ROOT, "dev")!;
  const whole = diagramOf(plan);

  it("find how data flow from what resources say of each other", () => {
    expect(read(systemDiagram(whole, "intake"))).to.have.members([
      "intake -asks-> intake-api-authorizer",
      "intake --> intake",
      "intake --> storeStudents",
      "storeStudents -writes-> StudentDetails",
      "intake .fails.> intake-dead-letters",
      "intake-api-authorizer -trusts-> identity",
      "store-students-before -invokes-> storeStudents",
      "store-students-after -invokes-> storeStudents",
    ]);
    const all = read(whole);
    expect(all).to.include.members([
      "streamfunction -publishes-> StudentNotification",
      "StudentNotification -mails-> E-mail",
      "streamfunction <-reads, writes-> announcements-idempotency",
      "events --> routeEvents",
      "routeEvents -invokes-> storeEvent",
      "routeEvents .fails.> events-failed",
      "transfer -sends-> transfer.fifo",
      "relational-proxy --> relational",
      "containers-alb --> httpd",
      "web -serves-> web-bucket",
    ]);
  });

  it("show one node a system in the overview, and what goes from one to another", () => {
    const systems = overview(whole);
    expect(read(systems)).to.include.members(["intake -writes-> students", "students -reads-> etl"]);
    expect(systems.nodes.map(({ label }) => label)).to.include.members(["events", "trends", "users", "web"]);
  });

  it("let no box lie on another, nor a line run through one", () => {
    for (const diagram of diagramsOf(plan)) {
      const { nodes, edges, width, height } = layout(diagram);
      expect(nodes.length).to.equal(diagram.nodes.length);
      for (const a of nodes) {
        expect(a.x + BOX.width <= width && a.y + BOX.height <= height && a.x >= 0 && a.y >= 0, a.label).to.equal(true);
        for (const b of nodes) {
          if (a === b) continue;
          const apart = Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height;
          expect(apart, `${a.label} and ${b.label} in ${diagram.title}`).to.equal(true);
        }
      }
      for (const { points, from, to } of edges) {
        // Between columns there are no boxes; within one a line is level, and past each of them.
        for (let index = 2; index < points.length - 1; index += 2) {
          const { x, y } = points[index]!;
          const hit = nodes.find(
            (n) => n.id !== from && n.id !== to && n.x < x && x <= n.x + BOX.width && n.y < y && y < n.y + BOX.height,
          );
          expect(hit?.label, `${from} to ${to} in ${diagram.title}`).to.equal(undefined);
        }
      }
    }
  });

  it("are written as Mermaid, as a picture and as a page, with every name made harmless", () => {
    const odd: Diagram = {
      title: "odd",
      nodes: [{ id: "a", kind: "store", label: 'a "<b>"', what: "table", system: "" }],
      edges: [{ from: "a", to: "a", label: "x", isFailure: true }],
    };
    expect(mermaid(odd)).to.equal('flowchart LR\n  n_a[("a #quot;#lt;b#gt;#quot;<br/>table")]\n  n_a -.->|"x"| n_a');
    expect(renderDiagrams(plan, ".svg")).to.match(/^<svg [^>]*>\n<svg y="0" /);
    expect(renderDiagrams(plan, ".html")).to.contain("<title>Diagrams of dev</title>").and.not.to.contain("<script");
    expect(renderDiagrams(plan, ".md").match(/```mermaid/g)).to.have.length(diagramsOf(plan).length);
  });

  it("are asked for with a file of one of these kinds, for one stack", () => {
    expect(planArguments(["dev", "--diagram", "a.svg"]).diagram).to.equal("a.svg");
    expect(() => planArguments(["dev", "--diagram", "a.gif"])).to.throw(
      "end the file's name with one of .md, .svg, .html",
    );
    expect(() => planArguments(["dev", "prod", "--diagram", "a.svg"])).to.throw("one stack at a time");
  });
});
