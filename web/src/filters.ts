// The form by which the network and the map are narrowed. What is chosen stands in the address.

import type { Partnerships } from "./data";
import { button, h } from "./dom";
import { type Filter, years } from "./partnerships";
import { remember, remembered } from "./state";
import { inOrder, named, say } from "./words";

const GROUP = "group"; // what a text counts without naming is no organisation to draw, unless asked for

function option(value: string, label: string): HTMLOptionElement {
  return h("option", { value }, label);
}

function field(label: string, control: HTMLElement): HTMLLabelElement {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

function choice(name: string, first: string, options: Node[]): HTMLSelectElement {
  const select = h("select", { name, class: "filter" }, option("", first), ...options);
  select.value = remembered(name);
  return select;
}

function areas(data: Partnerships): Node[] {
  const counties = Object.entries(data.counties).sort(([, a], [, b]) => inOrder(a.label, b.label));
  return counties.map(([code, county]) => {
    const own = Object.entries(data.municipalities).filter(([, one]) => one.county === code);
    own.sort(([, a], [, b]) => inOrder(a.label, b.label));
    const options = own.map(([key, one]) => option(key, one.label));
    return h("optgroup", { label: county.label }, option(code, county.label), ...options);
  });
}

function kinds(data: Partnerships): HTMLElement {
  const stored = remembered("hide");
  const hidden = new Set(stored ? stored.split(",") : [GROUP]);
  const keys = Object.keys(data.kinds).sort((a, b) => inOrder(named(data.kinds, a), named(data.kinds, b)));
  const boxes = keys.map((key) =>
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "kind", value: key, checked: !hidden.has(key) }),
      named(data.kinds, key),
    ),
  );
  return h("details", { class: "kinds" }, h("summary", {}, say("kinds")), h("fieldset", {}, ...boxes));
}

/** The form's parts that a view has beside area, fund and year. */
export interface Parts {
  role?: boolean;
  minimum?: boolean;
  kinds?: boolean;
  extra?: Node[];
}

/** A form that calls back with the filter whenever something in it changes. */
export function filterForm(data: Partnerships, parts: Parts, changed: (filter: Filter) => void): HTMLFormElement {
  const funds = Object.keys(data.funds).map((key) => option(key, named(data.funds, key)));
  const roles = Object.keys(data.roles).map((key) => option(key, named(data.roles, key)));
  const least = h("input", { type: "number", name: "min", min: 1, max: 999, value: remembered("min") || 1 });
  const form = h(
    "form",
    { class: "filters", "aria-label": say("filters") },
    field(say("area"), choice("area", say("wholeCountry"), areas(data))),
    field(say("fund"), choice("fund", say("all"), funds)),
    field(
      say("year"),
      choice(
        "year",
        say("all"),
        years(data).map((year) => option(year, year)),
      ),
    ),
    parts.role && field(say("role"), choice("role", say("all"), roles)),
    parts.minimum && field(say("minimum"), least),
    ...(parts.extra ?? []),
    button(say("reset"), () => {
      for (const control of form.querySelectorAll<HTMLSelectElement>("select.filter")) control.value = "";
      for (const box of form.querySelectorAll<HTMLInputElement>("input[name=kind]")) box.checked = box.value !== GROUP;
      least.value = "1";
      told();
    }),
    parts.kinds && kinds(data),
  );
  const told = () => changed(read(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    // A search narrows as one types; its field's change, when it is left, would take the list from under the next key
    if ((event.target as HTMLInputElement).type !== "search") told();
  });
  return form;
}

/** What the form says now; it is put into the address. */
export function read(form: HTMLFormElement): Filter {
  const given = new FormData(form);
  const text = (name: string) => String(given.get(name) ?? "");
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[name=kind]")];
  const hidden = boxes.filter((box) => !box.checked).map((box) => box.value);
  const filter = {
    area: text("area"),
    fund: text("fund"),
    year: text("year"),
    role: text("role"),
    hidden: boxes.length > 0 ? hidden : [],
    minimum: Math.max(1, Math.floor(Number(text("min"))) || 1),
  };
  const { hidden: _, minimum, ...texts } = filter;
  const usual = hidden.length === 1 && hidden[0] === GROUP;
  remember({ ...texts, min: minimum > 1 ? String(minimum) : "" });
  if (boxes.length > 0) remember({ hide: usual ? "" : hidden.join(",") || "-" });
  return filter;
}
