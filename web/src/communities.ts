// Which nodes of a network belong together: one level of Louvain's moving (Blondel et al. 2008), in a fixed order, so that
// the same network falls into the same groups every time. Knows no places.

/** Neighbours of each node, and how strong each tie is. */
export interface Graph {
  links: number[][];
  weights: number[][];
}

const ROUNDS = 8;

/** The group that gains most modularity by taking the node in; its own where none gains. */
function best(graph: Graph, node: number, group: Int32Array, total: Float64Array, all: number): number {
  const toward = new Map<number, number>();
  let degree = 0;
  graph.links[node]!.forEach((other, i) => {
    const weight = graph.weights[node]![i]!;
    degree += weight;
    toward.set(group[other]!, (toward.get(group[other]!) ?? 0) + weight);
  });
  const own = group[node]!;
  const gain = (one: number) => {
    const others = total[one]! - (one === own ? degree : 0);
    return (toward.get(one) ?? 0) - (others * degree) / all;
  };
  let found = own;
  let most = gain(own);
  for (const one of toward.keys()) {
    const gained = gain(one);
    if (gained > most + 1e-9 || (gained > most - 1e-9 && one < found)) [found, most] = [one, gained];
  }
  return found;
}

/** The groups of a network, as lists of nodes, the largest first. */
export function communities(graph: Graph): number[][] {
  const count = graph.links.length;
  const group = Int32Array.from({ length: count }, (_, node) => node);
  const total = Float64Array.from(graph.weights, (weights) => weights.reduce((sum, one) => sum + one, 0));
  const degrees = Float64Array.from(total);
  const all = total.reduce((sum, one) => sum + one, 0) || 1;
  for (let round = 0, moved = 1; round < ROUNDS && moved > 0; round++) {
    moved = 0;
    for (let node = 0; node < count; node++) {
      const to = best(graph, node, group, total, all);
      if (to === group[node]) continue;
      total[group[node]!]! -= degrees[node]!;
      total[to]! += degrees[node]!;
      group[node] = to;
      moved++;
    }
  }
  const members = new Map<number, number[]>();
  group.forEach((one, node) => {
    const list = members.get(one);
    if (list) list.push(node);
    else members.set(one, [node]);
  });
  return [...members.values()].sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}
