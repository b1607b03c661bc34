// What a query answered, shown: as a table, a map, a network, a chart or text, and offered as files.

import {
  bars,
  byMunicipality,
  decoded,
  isNumber,
  label,
  nordicCsv,
  numeric,
  pairs,
  type Row,
  type Rows,
  text,
} from "./answers";
import { classLegend } from "./classes";
import { pageOf } from "./data";
import { button, download, h } from "./dom";
import { Drawing } from "./drawing";
import { marks } from "./marks";
import { classOf, quantiles } from "./sums";
import type { Choice } from "./surface";
import { borders, shade, territory } from "./territory";
import { counted, number, say, type Word } from "./words";

const PAGE = 100;
const BARS = 60;
const NODES = 2000;

/** One way to see an answer; `draw` runs when it is chosen, in an element that is in the page already. */
export interface View {
  name: Word;
  draw: (host: HTMLElement) => void;
}

/** A value of a row: things of ours lead to their pages, other addresses to where they are. */
function shown(row: Row, variable: string): Node | string {
  const term = row[variable];
  if (!term) return "";
  if (isNumber(term)) return number(Number(term.value));
  if (term.type !== "uri") return text(term);
  const iri = text(term);
  const own = /\/id\/((?:project|organisation|municipality|county|document|unit|group)\/.+)$/.exec(iri)?.[1];
  const href = own ? pageOf(decoded(own)) : iri;
  return /^https?:/.test(href) ? h("a", { href, title: iri, rel: "noreferrer" }, label(row, variable)) : iri;
}

function tableView(rows: Rows): View {
  const numbers = new Set(numeric(rows));
  const heads = rows.variables.map((name) => h("th", { scope: "col", class: numbers.has(name) && "number" }, name));
  const draw = (host: HTMLElement, from = 0) => {
    const lines = rows.rows.slice(from, from + PAGE).map((row) => {
      const cells = rows.variables.map((name) => h("td", { class: numbers.has(name) && "number" }, shown(row, name)));
      return h("tr", {}, ...cells);
    });
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...lines));
    const scroll = h("div", { class: "scroll", role: "region", "aria-label": say("result"), tabindex: 0 }, table);
    host.replaceChildren(scroll, ...(rows.rows.length > PAGE ? [pages(host, from)] : []));
  };
  const pages = (host: HTMLElement, from: number) =>
    h(
      "p",
      { class: "tools" },
      button(say("previous"), () => draw(host, from - PAGE), { disabled: from === 0 }),
      `${number(from + 1)}–${number(Math.min(from + PAGE, rows.rows.length))} / ${number(rows.rows.length)}`,
      button(say("next"), () => draw(host, from + PAGE), { disabled: from + PAGE >= rows.rows.length }),
    );
  return { name: "asTable", draw };
}

function mapView(rows: Rows): View | null {
  const [value] = numeric(rows);
  const values = byMunicipality(rows, value);
  if (!values) return null;
  const draw = async (host: HTMLElement) => {
    const stage = h("div", { class: "territory", role: "group", "aria-label": say("map") });
    const bounds = quantiles(values.values(), 5);
    host.replaceChildren(stage, classLegend(values, bounds));
    const all = await borders();
    if (!stage.isConnected) return; // another view was chosen meanwhile
    const map = territory(stage, all, () => {});
    const classes = [...values].map(([code, one]) => [code, shade(classOf(one, bounds), bounds.length)] as const);
    map.colour(new Map(classes), (code) => `${code}: ${number(values.get(code) ?? 0)}`);
    map.frame(values.keys());
  };
  return { name: "asMap", draw: (host) => void draw(host) };
}

function networkView(rows: Rows): View | null {
  const found = pairs(rows);
  if (!found || found.nodes.length > NODES) return null;
  const draw = (host: HTMLElement) => {
    const stage = h("div", { class: "drawing", role: "img", "aria-label": say("drawing") });
    host.replaceChildren(stage);
    const known = marks(found.nodes.map(({ kind }) => kind));
    const picture = new Drawing(stage, known, (choice: Choice) => picture.choose(choice));
    picture.show(found.nodes, found.edges);
  };
  return { name: "asNetwork", draw };
}

function chartView(rows: Rows): View | null {
  const [value] = numeric(rows);
  if (!value || rows.variables.length < 2) return null;
  const draw = (host: HTMLElement) => {
    const all = bars(rows, value).slice(0, BARS);
    const most = Math.max(...all.map((bar) => bar.value), 0) || 1;
    const lines = all.map((bar) => {
      const length = Math.max(0, (100 * bar.value) / most);
      const line = h("meter", { min: 0, max: 100, value: length, "aria-hidden": "true" });
      return h(
        "tr",
        {},
        h("th", { scope: "row" }, bar.label),
        h("td", {}, line),
        h("td", { class: "number" }, number(bar.value)),
      );
    });
    host.replaceChildren(h("table", { class: "chart" }, h("caption", {}, value), h("tbody", {}, ...lines)));
  };
  return { name: "asChart", draw };
}

/** The ways in which rows can be seen. */
export function viewsOf(rows: Rows): View[] {
  return [tableView(rows), mapView(rows), networkView(rows), chartView(rows)].filter((view) => view !== null);
}

export function textView(content: string): View {
  return { name: "asText", draw: (host) => host.replaceChildren(h("pre", { tabindex: 0 }, content)) };
}

/** Tabs for the views, of which the first shows (WAI-ARIA's tabs: arrow keys move). */
export function tabs(views: View[]): HTMLElement {
  const host = h("div", { role: "tabpanel", id: "outcome", tabindex: -1 });
  const choose = (place: number) => {
    list.querySelectorAll("button").forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === place));
      tab.tabIndex = i === place ? 0 : -1;
    });
    host.replaceChildren();
    host.setAttribute("aria-label", say(views[place]!.name));
    // In the page first: a canvas and a map ask for their size
    requestAnimationFrame(() => views[place]!.draw(host));
  };
  const tab = ({ name }: View, place: number) =>
    button(say(name), () => choose(place), { role: "tab", "aria-controls": "outcome", "data-view": name });
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": say("result") }, ...views.map(tab));
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    if (step === 0) return;
    const next = (all.indexOf(document.activeElement as HTMLButtonElement) + step + all.length) % all.length;
    choose(next);
    all[next]!.focus();
  });
  choose(0);
  return h("div", {}, list, host);
}

type Fetch = (accept: string) => Promise<Blob>;

/** Buttons that save the answer; the server writes each format. */
export function saving(rows: Rows | null, ask: Fetch): HTMLElement {
  const file = (name: string, ending: string, accept: string) =>
    button(name, () => void ask(accept).then((blob) => download(`samverkan.${ending}`, blob)));
  const formats = rows
    ? [
        file("CSV", "csv", "text/csv"),
        button(say("nordicCsv"), () => download("samverkan.csv", new Blob([nordicCsv(rows)], { type: "text/csv" }))),
        file("TSV", "tsv", "text/tab-separated-values"),
        file("JSON", "json", "application/sparql-results+json"),
      ]
    : [
        file("Turtle", "ttl", "text/turtle"),
        file("N-Triples", "nt", "application/n-triples"),
        file("JSON-LD", "jsonld", "application/ld+json"),
      ];
  return h("div", { class: "tools" }, h("span", {}, say("save")), ...formats);
}

export function rowsTold(rows: Rows, milliseconds: number): string {
  return `${counted(rows.rows.length, "row")} · ${number(Math.round(milliseconds))} ms`;
}
