// The legend of a coloured map: what each class holds.

import { h, svg } from "./dom";
import { shade } from "./territory";
import { number, say } from "./words";

/** The classes with their bounds, the lowest first, and the sign of no value. */
export function classLegend(values: Map<string, number>, bounds: number[]): HTMLElement {
  const sign = (look: string) => {
    const box = svg("rect", { width: 18, height: 14, class: look });
    return svg("svg", { viewBox: "0 0 18 14", width: 18, height: 14, "aria-hidden": "true" }, box) as unknown as Node;
  };
  const least = Math.min(...values.values());
  const entries = bounds.map((bound, place) => {
    const from = place === 0 ? least : Math.min(...[...values.values()].filter((value) => value > bounds[place - 1]!));
    const span = from === bound ? number(bound) : `${number(from)}–${number(bound)}`;
    return h("li", {}, sign(`ramp-${shade(place, bounds.length)}`), span);
  });
  return h("ul", { class: "ramp", "aria-label": say("legend") }, h("li", {}, sign("none"), say("noValue")), ...entries);
}
