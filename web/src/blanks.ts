// A question's blanks, filled with terms: a value is never taken for SPARQL. The same as samverkan/queries.py does it.

export interface Blank {
  name: string;
  type: string;
  optional: boolean;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
// The tokens that matter (SPARQL 1.1, 19.8): those that no variable can be in, the question whether one is bound, variables
const TOKEN =
  /(#[^\r\n]*|<(?![?$])[^<>"{}|^`\\\0- ]*>|"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')|\bBOUND\s*\(\s*[?$](\w+)\s*\)|[?$](\w+)/gis;

function quoted(value: string): string {
  const codes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${value.replace(/[\\"\n\r\t]/g, (one) => codes[one]!)}"`;
}

/** The term that a value is, as SPARQL writes it. */
export function term(value: string, type: string): string {
  if (type === "iri") return `<${value.replace(/[<>"{}|^`\\\0- ]/g, (one) => encodeURIComponent(one))}>`;
  if (type === "text") return quoted(value.normalize("NFC"));
  if (/^[a-z]{2}$/.test(type)) return `${quoted(value.normalize("NFC"))}@${type}`;
  return `${quoted(value)}^^<${XSD}${type}>`;
}

/** The query without its header, its blanks filled; those without a value stay as they are. */
export function filled(query: string, blanks: Blank[], values: Record<string, string>): string {
  const blank = (variable: string) =>
    blanks.find(({ name }) => variable.startsWith("_") && variable.replace(/^__?/, "").split("_")[0] === name);
  const text = query.replace(TOKEN, (whole, closed, tested, variable) => {
    if (closed !== undefined) return whole;
    const found = blank(tested ?? variable);
    const value = found ? (values[found.name] ?? "") : "";
    if (!found || value === "") return whole;
    return tested === undefined ? term(value, found.type) : "true";
  });
  return text.replace(/^#\+.*(\r?\n|$)/gm, "").trimStart();
}
