import { expect, test } from "vitest";
import { bars, byMunicipality, label, nordicCsv, pairs, type Rows } from "../src/answers";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const uri = (value: string) => ({ type: "uri" as const, value });
const text = (value: string) => ({ type: "literal" as const, value });
const number = (value: string) => ({ type: "literal" as const, value, datatype: `${XSD}decimal` });
const id = (path: string) => uri(`https://w3id.org/samverkan/id/${path}`);

test("a Nordic Excel gets semicolons, decimal commas, a mark and no formula", () => {
  const rows: Rows = {
    variables: ["name", "sum"],
    rows: [{ name: text('=HYPERLINK("x")'), sum: number("-1.5") }, { name: text('A; "B"\nC') }],
  };
  expect(nordicCsv(rows)).toBe('\ufeffname;sum\r\n"\'=HYPERLINK(""x"")";-1,5\r\n"A; ""B""\nC";\r\n');
});

test("municipalities are found in a column of IRIs, with their largest number or else their rows", () => {
  const rows: Rows = {
    variables: ["m", "sum"],
    rows: [
      { m: id("municipality/0192"), sum: number("2.5") },
      { m: id("municipality/0192"), sum: number("1") },
      { m: id("municipality/0114") },
    ],
  };
  expect(byMunicipality(rows, "sum")).toEqual(
    new Map([
      ["0192", 2.5],
      ["0114", 0],
    ]),
  );
  expect(byMunicipality(rows, undefined)).toEqual(
    new Map([
      ["0192", 2],
      ["0114", 1],
    ]),
  );
  expect(byMunicipality({ variables: ["m"], rows: [{ m: id("project/x") }] }, undefined)).toBeNull();
});

test("pairs of things become a network, a weight column its strength, both directions one tie", () => {
  const [a, b] = [id("organisation/a"), id("organisation/b")];
  const rows: Rows = {
    variables: ["source", "sourceLabel", "target", "weight"],
    rows: [
      { source: a, sourceLabel: text("Alfa"), target: b, weight: number("3") },
      { source: b, sourceLabel: text("Beta"), target: a, weight: number("2") },
      { source: a, target: a },
    ],
  };
  const found = pairs(rows)!;
  expect(found.edges.map(({ weight }) => weight)).toEqual([5]);
  expect(found.nodes.map((node) => node.label)).toEqual(["Alfa", "b"]);
});

test("bars are named by a label, by the end of an IRI, or by their number", () => {
  const rows: Rows = { variables: ["x", "n"], rows: [{ x: uri("http://x/y%C3%A5"), n: number("4") }] };
  expect(bars(rows, "n")).toEqual([{ label: "yå", value: 4 }]);
  expect(bars({ variables: ["n"], rows: [{ n: number("4") }] }, "n")).toEqual([{ label: "1", value: 4 }]);
});

test("an IRI that is no proper percent-encoding keeps its name", () => {
  expect(label({ x: uri("http://x/100%") }, "x")).toBe("100%");
});
