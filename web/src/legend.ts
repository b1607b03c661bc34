// What the marks of a drawing mean.

import { h, svg } from "./dom";
import { type Mark, points } from "./marks";
import { say } from "./words";

function sign({ colour, form }: Mark): SVGElement {
  const shape =
    form.length > 0 ? svg("polygon", { points: points(form, 8, 8, 7) }) : svg("circle", { cx: 8, cy: 8, r: 7 });
  shape.setAttribute("class", colour.slice(2));
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" }, shape);
}

/** A list of kinds with their marks, and what size and width say. */
export function legend(known: Map<string, Mark>): HTMLElement {
  const entries = [...known].map(([label, mark]) => h("li", {}, sign(mark) as unknown as Node, label));
  const sizes = [h("li", { class: "note" }, say("nodeSize")), h("li", { class: "note" }, say("edgeWidth"))];
  return h("ul", { class: "legend", "aria-label": say("legend") }, ...entries, ...sizes);
}
