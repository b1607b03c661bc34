import { expect, test } from "vitest";
import { communities } from "../src/communities";
import { placed, type Weighted } from "../src/placing";

/** Ten rings of forty, each tied to the next by one. */
const RINGS: Weighted[] = Array.from({ length: 400 }, (_, i) => {
  const ring = Math.floor(i / 40) * 40;
  return [i, ring + ((i + 1) % 40), 1] as const;
}).concat(Array.from({ length: 9 }, (_, i) => [i * 40, (i + 1) * 40, 1] as const));

test("a network stands the same way every time, everyone apart and nobody out of sight", () => {
  const places = placed(410, RINGS);
  expect(places).toEqual(placed(410, RINGS));
  for (const { x, y } of places) expect(Math.abs(x) + Math.abs(y)).toBeLessThan(20_000);
  const spots = new Set(places.map(({ x, y }) => `${Math.round(x / 4)} ${Math.round(y / 4)}`));
  expect(spots.size).toBeGreaterThan(400);
});

test("small networks, single nodes and none at all are placed too", () => {
  expect(placed(0, [])).toEqual([]);
  expect(placed(1, [])).toHaveLength(1);
  const [a, b] = placed(2, [[0, 1, 1]]);
  expect(Math.hypot(a!.x - b!.x, a!.y - b!.y)).toBeGreaterThan(10);
});

test("communities hold those who are tied to each other", () => {
  const links: number[][] = Array.from({ length: 8 }, () => []);
  const tie = (a: number, b: number) => links[a]!.push(b) && links[b]!.push(a);
  for (const start of [0, 4]) for (let i = 0; i < 4; i++) for (let j = i + 1; j < 4; j++) tie(start + i, start + j);
  tie(0, 4);
  const weights = links.map((own) => own.map(() => 1));
  expect(communities({ links, weights }).map((group) => group.sort())).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
});
