import { expect, test } from "vitest";
import { filled, term } from "../src/blanks";

const BLANKS = [
  { name: "organisation", type: "text", optional: false },
  { name: "since", type: "date", optional: true },
];
const QUERY = `#+ summary: Who?
SELECT * WHERE {
  ?s ?p ?_organisation . # ?_organisation
  FILTER(?n = "?_organisation" && ?_organisation != <http://x/?_organisation>)
  FILTER(!BOUND(?__since_date) || ?d >= ?__since_date)
}`;

test("a value takes the place of its variable, and of nothing in a text, a comment or an IRI", () => {
  expect(filled(QUERY, BLANKS, { organisation: "Håbo" })).toBe(`SELECT * WHERE {
  ?s ?p "Håbo" . # ?_organisation
  FILTER(?n = "?_organisation" && "Håbo" != <http://x/?_organisation>)
  FILTER(!BOUND(?__since_date) || ?d >= ?__since_date)
}`);
});

test("whether a filled blank is bound is true", () => {
  const found = filled(QUERY, BLANKS, { since: "2020-01-01" });
  expect(found).toContain('FILTER(!true || ?d >= "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>)');
});

test("no value can leave its term", () => {
  expect(term('x" } DROP ALL #\n\\', "text")).toBe('"x\\" } DROP ALL #\\n\\\\"');
  expect(term("http://x/> } DROP ALL <", "iri")).toBe("<http://x/%3E%20%7D%20DROP%20ALL%20%3C>");
  expect(term("hej", "sv")).toBe('"hej"@sv');
});
