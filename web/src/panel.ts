// What stands beside a drawing about the one thing that is chosen: its partners and projects, each a link or a choice.

import { type Organisation, type Partnerships, pageOf } from "./data";
import { button, h } from "./dom";
import { counted, inOrder, named, say } from "./words";

const SHOWN = 12;

/** A list of which the first entries show, the rest behind a button. */
export function listed(entries: HTMLElement[]): HTMLElement {
  const list = h("ul", {}, ...entries.slice(0, SHOWN).map((entry) => h("li", {}, entry)));
  if (entries.length <= SHOWN) return list;
  const more = button(`${say("more")} (${entries.length - SHOWN})`, () => {
    list.append(...entries.slice(SHOWN).map((entry) => h("li", {}, entry)));
    more.remove();
    (list.children[SHOWN]?.querySelector("a, button") as HTMLElement | null)?.focus();
  });
  return h("div", {}, list, more);
}

/** Links to the pages of projects, in the order of their names. */
export function projectLinks(data: Partnerships, places: number[]): HTMLElement {
  const projects = [...new Set(places)].map((place) => data.projects[place]!);
  projects.sort((a, b) => inOrder(a.label, b.label));
  return listed(
    projects.map(({ path, label, start, end }) => {
      const span = [start?.slice(0, 4), end?.slice(0, 4)].filter((year) => year !== undefined);
      const period = [...new Set(span)].join("–");
      return h("span", {}, h("a", { href: pageOf(path) }, label), period && h("small", {}, ` ${period}`));
    }),
  );
}

/** One line about an organisation: what it is and where. */
export function description(data: Partnerships, one: Organisation): string {
  const kind = named(data.kinds, one.kind);
  const seat = one.municipality ? data.municipalities[one.municipality]?.label : undefined;
  const county = one.county ? data.counties[one.county]?.label : undefined;
  return [kind, seat === one.label ? undefined : seat, county].filter(Boolean).join(" · ");
}

export interface Partner {
  label: string;
  shared: number;
  choose: () => void;
}

/** Buttons that choose a partner, with the number of projects shared. */
export function partnerButtons(partners: Partner[]): HTMLElement {
  const shown = partners.map(({ label, shared, choose }) => {
    return h("span", {}, button(label, choose, { class: "link" }), h("small", {}, ` ${counted(shared, "project")}`));
  });
  return listed(shown);
}

/** Puts content into a panel that tells assistive technology about it; without any it says the hint, or goes. */
export function fill(panel: HTMLElement, close: () => void, content: Node[], hint = ""): void {
  panel.hidden = content.length === 0 && hint === "";
  if (content.length === 0) panel.replaceChildren(h("p", { class: "hint" }, hint));
  else panel.replaceChildren(button("×", close, { class: "close", "aria-label": say("close") }), ...content);
}
