// The page of the map: municipalities by projects, money or participants, lines where they work together, and a table.

import { classLegend } from "./classes";
import { fetched, type Partnerships, pageOf } from "./data";
import { button, h } from "./dom";
import { filterForm, read } from "./filters";
import { fill, partnerButtons, projectLinks } from "./panel";
import { chosen as chosenProjects, type Filter } from "./partnerships";
import { remember, remembered } from "./state";
import { classOf, type MunicipalityTie, measures, municipalityTies, quantiles, sums } from "./sums";
import { type Borders, borders, shade, type Territory, territory } from "./territory";
import { counted, inOrder, measureName, number, say } from "./words";
import "./views.css";

const CLASSES = 5;
const LINES = 400; // the strongest ones; more would hide the map

class MapPage {
  private readonly host = h("div", { class: "territory", role: "group", "aria-label": say("map") });
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly panel = h("aside", { class: "panel", "aria-live": "polite", hidden: true });
  private readonly key = h("div");
  private readonly list = h("div", { class: "scroll", role: "region", "aria-label": say("table"), tabindex: 0 });
  private readonly measure: HTMLSelectElement;
  private readonly drawLines = h("input", { type: "checkbox", name: "lines", checked: remembered("lines") !== "0" });
  private readonly territory: Territory;
  private readonly known: string[];
  private places: number[] = [];
  private ties: MunicipalityTie[] = [];
  private values = new Map<string, Map<string, number>>();
  private current: string | null = remembered("select") || null;

  constructor(
    private readonly data: Partnerships,
    all: Borders,
    view: HTMLElement,
  ) {
    this.known = measures(data);
    this.measure = h(
      "select",
      { name: "measure" },
      ...this.known.map((one) => h("option", { value: one }, measureName(one))),
    );
    if (this.known.includes(remembered("measure"))) this.measure.value = remembered("measure");
    const measure = h("label", { class: "field" }, h("span", {}, say("measure")), this.measure);
    const lines = h("label", { class: "check" }, this.drawLines, say("lines"));
    const form = filterForm(data, { minimum: true, extra: [measure, lines] }, (filter) => this.narrow(filter));
    const note = h("p", { class: "quiet" }, say("sumsHint"));
    const listing = h("section", { class: "beside" }, this.panel, h("h2", {}, say("table")), note, this.list);
    const stage = h("div", { class: "stage halves" }, h("div", {}, this.key, this.host), listing);
    view.replaceChildren(form, this.status, stage);
    this.territory = territory(this.host, all, (code) => this.choose(code));
    this.host.after(this.tools());
    this.narrow(read(form));
    this.territory.frame(this.values.get("projects")!.keys());
  }

  private tools(): HTMLElement {
    return h(
      "div",
      { class: "tools" },
      button("+", () => this.territory.zoom(1), { "aria-label": say("zoomIn"), title: say("zoomIn") }),
      button("−", () => this.territory.zoom(-1), { "aria-label": say("zoomOut"), title: say("zoomOut") }),
      button(say("wholeCountry"), () => this.territory.frame([])),
      button(say("withValues"), () => this.territory.frame(this.values.get("projects")!.keys())),
    );
  }

  private narrow(filter: Filter): void {
    const measure = this.measure.value;
    remember({ measure: measure === "projects" ? "" : measure, lines: this.drawLines.checked ? "" : "0" });
    this.places = chosenProjects(this.data, filter);
    this.values = new Map(this.known.map((one) => [one, sums(this.data, this.places, one)]));
    this.ties = municipalityTies(this.data, this.places, filter.minimum);
    this.paint(measure);
    this.list.replaceChildren(this.table(measure));
    this.choose(this.current);
  }

  private paint(measure: string): void {
    const values = this.values.get(measure)!;
    const bounds = quantiles(values.values(), CLASSES);
    const classes = [...values].map(([code, value]) => [code, shade(classOf(value, bounds), bounds.length)] as const);
    this.territory.colour(new Map(classes), (code) => {
      return `${this.name(code)}: ${number(values.get(code) ?? 0)} ${this.unit(measure)}`;
    });
    const drawn = this.drawLines.checked ? this.ties.slice(0, LINES) : [];
    this.territory.lines(
      drawn.map(({ source, target, projects }) => {
        const label = `${this.name(source)} – ${this.name(target)}: ${counted(projects.length, "project")}`;
        return { source, target, weight: projects.length, label };
      }),
    );
    this.key.replaceChildren(h("h2", { class: "legend-title" }, measureName(measure)), classLegend(values, bounds));
    this.status.textContent = this.told(values.size, drawn.length);
  }

  private told(municipalities: number, lines: number): string {
    if (municipalities === 0) return say("nothing");
    const found = `${counted(municipalities, "municipality")}, ${counted(this.places.length, "project")}`;
    return lines > 0 ? `${found}, ${counted(lines, "tie")}` : found;
  }

  private unit(measure: string): string {
    return measure.split(" ")[1] ?? (measure === "projects" ? say("projects").toLocaleLowerCase() : "");
  }

  private name(code: string): string {
    return this.data.municipalities[code]?.label ?? code;
  }

  private choose(code: string | null): void {
    this.current = code && this.data.municipalities[code] ? code : null;
    remember({ select: this.current ?? "" });
    this.territory.choose(this.current);
    fill(this.panel, () => this.choose(null), this.current ? this.about(this.current) : []);
    for (const row of this.list.querySelectorAll<HTMLElement>("tr[data-code]"))
      row.classList.toggle("chosen", row.dataset.code === this.current);
  }

  private about(code: string): HTMLElement[] {
    const { label, path, county } = this.data.municipalities[code]!;
    const own = this.places.filter((place) => this.data.projects[place]!.areas.includes(code));
    const rows = this.known.flatMap((measure) => {
      const value = this.values.get(measure)?.get(code);
      if (value === undefined) return [];
      return [
        h("tr", {}, h("th", { scope: "row" }, measureName(measure)), h("td", { class: "number" }, number(value))),
      ];
    });
    return [
      h("h2", {}, label),
      h("p", { class: "what" }, county ? (this.data.counties[county]?.label ?? "") : ""),
      h("p", {}, h("a", { class: "open", href: pageOf(path) }, say("openPage"))),
      h("table", {}, h("tbody", {}, ...rows)),
      h("h3", {}, say("worksWith")),
      partnerButtons(this.mates(code)),
      h("h3", {}, say("projects")),
      projectLinks(this.data, own),
    ];
  }

  private mates(code: string) {
    const own = this.ties.filter(({ source, target }) => source === code || target === code);
    return own.map(({ source, target, projects }) => {
      const other = source === code ? target : source;
      return { label: this.name(other), shared: projects.length, choose: () => this.choose(other) };
    });
  }

  private table(measure: string): HTMLElement {
    const columns = [...new Set(["projects", measure, "participants"])];
    const main = this.values.get(measure)!;
    const codes = [...this.values.get("projects")!.keys()];
    codes.sort((a, b) => (main.get(b) ?? 0) - (main.get(a) ?? 0) || inOrder(this.name(a), this.name(b)));
    const heads = columns.map((one) => h("th", { scope: "col", class: "number" }, measureName(one)));
    const rows = codes.map((code) => {
      const pick = button(this.name(code), () => this.choose(code), { class: "link" });
      const county = this.data.municipalities[code]?.county;
      const cells = columns.map((one) => h("td", { class: "number" }, number(this.values.get(one)?.get(code) ?? 0)));
      const where = h("td", {}, county ? (this.data.counties[county]?.label ?? "") : "");
      return h("tr", { "data-code": code }, h("td", {}, pick), where, ...cells);
    });
    const places = [h("th", { scope: "col" }, say("municipality")), h("th", { scope: "col" }, say("county"))];
    return h("table", {}, h("thead", {}, h("tr", {}, ...places, ...heads)), h("tbody", {}, ...rows));
  }
}

async function start(view: HTMLElement): Promise<void> {
  try {
    const [data, all] = await Promise.all([fetched<Partnerships>("data/partnerships.json"), borders()]);
    new MapPage(data, all, view);
    document.querySelector(".view-table")?.remove(); // the page's table for those without scripts
    view.dataset.drawn = "true";
  } catch (error) {
    view.replaceChildren(h("p", { class: "warning", role: "alert" }, `${say("failed")} ${error}`));
  }
}

const view = document.getElementById("map");
if (view) void start(view);
