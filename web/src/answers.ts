// SPARQL results (JSON) as rows, and what can be made of them: a table for Excel, a network, a map, a chart. Pure.

import type { Edge, Node } from "./exports";

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple" | "typed-literal";
  value: unknown;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Term | undefined>;

export interface Rows {
  variables: string[];
  rows: Row[];
}

const NUMBERS = /#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;

export function text(term: Term | undefined): string {
  if (!term) return "";
  return typeof term.value === "string" ? term.value : JSON.stringify(term.value);
}

export function isNumber(term: Term | undefined): boolean {
  return NUMBERS.test(term?.datatype ?? "") && Number.isFinite(Number(term?.value));
}

/** The variables of which every value is so, and at least one is there. */
function all({ variables, rows }: Rows, so: (term: Term) => boolean): string[] {
  return variables.filter((name) => {
    const values = rows.map((row) => row[name]).filter((term) => term !== undefined);
    return values.length > 0 && values.every(so);
  });
}

export const numeric = (rows: Rows) => all(rows, isNumber);
export const things = (rows: Rows) => all(rows, ({ type }) => type === "uri");

/** What a thing of a row is called: its label's column where the query asks for one, else the end of its IRI. */
export function label(row: Row, variable: string): string {
  const named = row[`${variable}Label`] ?? row[`${variable}_label`];
  return named ? text(named) : decoded(text(row[variable]).replace(/^.*[/#](?=.)/, ""));
}

/** A percent-encoded text; one that is not properly encoded stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const FORMULA = /^[=+\-@\t\r]/;

/** A cell of a CSV: text that a spreadsheet would compute is marked as text, numbers take a decimal comma. */
function cell(term: Term | undefined): string {
  const raw = text(term);
  const value = isNumber(term) ? raw.replace(".", ",") : FORMULA.test(raw) ? `'${raw}` : raw;
  return /[;"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** CSV as a Nordic Excel opens it: semicolons, decimal commas, a byte order mark, CRLF. */
export function nordicCsv({ variables, rows }: Rows): string {
  const lines = [variables.join(";"), ...rows.map((row) => variables.map((name) => cell(row[name])).join(";"))];
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

const MUNICIPALITY = /\/municipality\/(\d{4})$/;

/**
 * The value of each municipality, by the first column of municipalities and a column of numbers, else how many rows it
 * has. The largest of several values: rows of different measures can't be added up.
 */
export function byMunicipality(rows: Rows, value: string | undefined): Map<string, number> | null {
  const [where] = all(rows, (term) => MUNICIPALITY.test(text(term)));
  if (!where) return null;
  const found = new Map<string, number>();
  for (const row of rows.rows) {
    const code = MUNICIPALITY.exec(text(row[where]))?.[1];
    if (!code) continue;
    const before = found.get(code) ?? 0;
    found.set(code, value ? Math.max(before, Number(text(row[value]) || 0)) : before + 1);
  }
  return found;
}

/** A network of the first two columns of things; a column "weight" says how strong a tie is, else its rows do. */
export function pairs(rows: Rows): { nodes: Node[]; edges: Edge[] } | null {
  const [a, b] = things(rows);
  if (!a || !b) return null;
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  for (const row of rows.rows) {
    if (!row[a] || !row[b]) continue;
    const [source, target] = [a, b].map((name) => touched(nodes, row, name));
    if (source === target) continue;
    const key = [source, target].sort().join(" ");
    const edge = edges.get(key) ?? { source: source!, target: target!, weight: 0, label: "" };
    edge.weight += Math.max(1, Number(text(row.weight)) || 1);
    edges.set(key, edge);
  }
  return edges.size > 0 ? { nodes: [...nodes.values()], edges: [...edges.values()] } : null;
}

function touched(nodes: Map<string, Node>, row: Row, name: string): string {
  const id = text(row[name]);
  const kind = /\/id\/([^/]+)\//.exec(id)?.[1] ?? "thing";
  const node = nodes.get(id) ?? { id, label: label(row, name), kind, weight: 0 };
  node.weight++;
  nodes.set(id, node);
  return id;
}

/** The bars of a chart: a name and a number for each row, of the first text and the given column. */
export function bars(rows: Rows, value: string): { label: string; value: number }[] {
  const taken = new Set(numeric(rows));
  const texts = rows.variables.filter((name) => !taken.has(name));
  const named = texts.find((name) => /label$/i.test(name)) ?? texts[0];
  return rows.rows.map((row, place) => ({
    label: named ? (row[named]?.type === "uri" ? label(row, named) : text(row[named])) : String(place + 1),
    value: Number(text(row[value]) || 0),
  }));
}
