// What a network is drawn on: what any drawing of it can do, and how thick its ties are.

import type { Edge, PlacedNode } from "./exports";

/** What is chosen: a node's id, or the two ids of an edge. */
export type Choice = string | [string, string] | null;

/** What shows a network in an element. */
export interface Surface {
  show(nodes: PlacedNode[], edges: Edge[]): void;
  choose(choice: Choice): void;
  /** Points out the nodes that a search found; null ends it. */
  pointOut(ids: Set<string> | null): void;
  zoom(factor: number): void;
  fit(): void;
  nodes(): PlacedNode[];
  png(): Promise<Blob>;
  destroy(): void;
}

export const width = (weight: number) => 1 + 1.5 * Math.log2(weight);

/** The ids of a choice. */
export function ends(choice: Choice): string[] {
  return choice === null ? [] : typeof choice === "string" ? [choice] : choice;
}
