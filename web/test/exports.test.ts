import { expect, test } from "vitest";
import { graphml, type PlacedNode, svgOf } from "../src/exports";

const NODES = [
  { id: "https://x/a?b&c", label: 'A <script> & "B"', kind: "kommun", weight: 3, place: "Län" },
  { id: "https://x/d", label: "D\u0000\u0008", kind: "företag", weight: 1 },
];
const EDGES = [{ source: "https://x/a?b&c", target: "https://x/d", weight: 2, label: "P1; P2" }];

test("GraphML names nodes by IRI and escapes what XML can't hold", () => {
  const text = graphml(NODES, EDGES);
  expect(text).toContain(
    '<node id="https://x/a?b&amp;c"><data key="node-label">A &lt;script&gt; &amp; &quot;B&quot;</data>',
  );
  expect(text).toContain('<data key="node-label">D</data>');
  expect(text).toContain('<edge source="https://x/a?b&amp;c" target="https://x/d"><data key="edge-weight">2</data>');
  for (const [, used] of text.matchAll(/<data key="([^"]+)"/g)) expect(text).toContain(`<key id="${used}" `);
});

test("an SVG holds every node and tie, and no markup from data", () => {
  const placed: PlacedNode[] = NODES.map((node, i) => ({
    ...node,
    x: i * 10,
    y: 0,
    radius: 9,
    colour: "#123",
    form: i ? [0, 1, 1, 0, 0, 0] : [],
  }));
  const text = svgOf(placed, EDGES, { paper: "#fff", ink: "#000", line: "#888" });
  expect(text.match(/<line /g)).toHaveLength(1);
  expect(text.match(/<(circle|polygon) /g)).toHaveLength(2);
  expect(text).not.toContain("<script");
});
