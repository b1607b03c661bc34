// The editor of the console: Yasgui's Yasqe, which would look up terms at lov.linkeddata.es and send queries to DBpedia.
// It gets our own prefixes and terms here, and sends nothing by itself.

import Yasqe from "@zazuko/yasqe";
import type { Terms } from "./data";
import { language } from "./data";
import { say } from "./words";
import "@zazuko/yasqe/build/yasqe.min.css";

interface Token {
  string: string;
}

interface Hint {
  text: string;
  displayText?: string;
}

/** What we use of Yasqe: CodeMirror 5 with SPARQL. */
interface Yasqe_ {
  getValue(): string;
  setValue(text: string): void;
  getQueryType(): string;
  focus(): void;
  refresh(): void;
  addLineClass(line: number, where: string, name: string): unknown;
  removeLineClass(line: number, where: string, name: string): unknown;
  getDoc(): { setCursor(at: { line: number; ch: number }): void; lineCount(): number };
  getInputField(): HTMLElement;
  on(event: string, handler: () => void): void;
}

export interface Editor {
  text(): string;
  set(text: string): void;
  /** SELECT, ASK, CONSTRUCT or DESCRIBE. */
  type(): string;
  /** Marks the line at fault (from 1) and goes there; null takes the mark away. */
  mark(line: number | null, column?: number): void;
}

const NAMES = { class: "samverkan-classes", property: "samverkan-properties", prefixes: "samverkan-prefixes" };

/** A term's short name, as a query writes it; the IRI where no prefix fits. */
export function shortened(iri: string, prefixes: Record<string, string>): string {
  const fitting = Object.entries(prefixes).filter(([, space]) => space !== "" && iri.startsWith(space));
  const [best] = fitting.sort(([, a], [, b]) => b.length - a.length);
  const local = best ? iri.slice(best[1].length) : "";
  return best && /^[\w-]+$/.test(local) ? `${best[0]}:${local}` : `<${iri}>`;
}

type Completers = Record<string, Record<string, unknown>>;

/** Our classes, properties and prefixes in place of what Yasqe would fetch. */
function register(terms: Terms): void {
  const known = Yasqe.Autocompleters as unknown as Completers;
  for (const [kind, list] of [
    ["class", terms.classes],
    ["property", terms.properties],
  ] as const) {
    const names = new Map(list.map(({ iri, label }) => [shortened(iri, terms.prefixes), label[language]]));
    Yasqe.registerAutocompleter({
      ...known[kind],
      name: NAMES[kind],
      persistenceId: null,
      preProcessToken: undefined,
      postProcessSuggestion: undefined,
      get: (_: unknown, token?: Token) => matching(names, token?.string ?? ""),
      postprocessHints: (_: unknown, hints: Hint[]) =>
        hints.map((hint) => ({ ...hint, displayText: `${hint.text}  ${names.get(hint.text) ?? ""}` })),
    } as never);
  }
  Yasqe.registerAutocompleter({
    ...known.prefixes,
    name: NAMES.prefixes,
    persistenceId: null,
    get: () => Object.entries(terms.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  } as never);
}

/** The names that hold what is typed, or whose label does; those that begin with it come first. */
export function matching(names: Map<string, string>, typed: string): string[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const fitting = [...names].filter(([name, label]) => `${name} ${label}`.toLocaleLowerCase().includes(wanted));
  const begins = ([name]: [string, string]) => Number(name.toLocaleLowerCase().startsWith(wanted));
  return fitting.sort((a, b) => begins(b) - begins(a)).map(([name]) => name);
}

/** An editor in an element; `run` is called for Ctrl+Enter. */
export function editor(host: HTMLElement, terms: Terms, start: string, run: () => void): Editor {
  register(terms);
  const yasqe = new Yasqe(host, {
    value: start,
    persistenceId: "samverkan-console",
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "16rem",
    autocompleters: ["variables", NAMES.prefixes, NAMES.class, NAMES.property],
    screenReaderLabel: say("query"),
    // Tab leaves the field, as it does elsewhere; who needs no mouse is not caught in it
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run },
  } as never) as unknown as Yasqe_;
  let marked: number | null = null;
  const unmark = () => {
    if (marked !== null) yasqe.removeLineClass(marked, "background", "line-at-fault");
    marked = null;
  };
  yasqe.on("change", unmark);
  return {
    text: () => yasqe.getValue(),
    set: (text) => yasqe.setValue(text),
    type: () => yasqe.getQueryType(),
    mark(line, column = 1) {
      unmark();
      if (line === null) return;
      marked = Math.min(line, yasqe.getDoc().lineCount()) - 1;
      yasqe.addLineClass(marked, "background", "line-at-fault");
      yasqe.getDoc().setCursor({ line: marked, ch: column - 1 });
    },
  };
}
