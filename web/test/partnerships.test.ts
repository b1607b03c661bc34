import { expect, test } from "vitest";
import { backbone, chosen, network, partners, years } from "../src/partnerships";
import { DATA, EVERYTHING } from "./fixtures";

const ties = (filter: Partial<typeof EVERYTHING>) =>
  network(DATA, { ...EVERYTHING, ...filter }).ties.map(({ source, target, projects }) => [source, target, projects]);

test("a tie holds the projects that two share, the strongest first", () => {
  expect(ties({ hidden: ["group"] })).toEqual([
    [0, 1, [0, 1]],
    [0, 3, [1]],
    [1, 3, [1]],
  ]);
});

test("hidden kinds have neither ties nor projects", () => {
  const found = network(DATA, { ...EVERYTHING, hidden: ["group", "company"] });
  expect(found.ties).toHaveLength(1);
  expect([...found.projects.keys()].sort()).toEqual([0, 1, 2]);
});

test("a tie counts where one of the two has the role", () => {
  expect(ties({ role: "lead", hidden: ["group"] })).toEqual([
    [0, 1, [0, 1]],
    [1, 3, [1]],
  ]);
  expect(ties({ role: "co-financier" }).map(([source, target]) => [source, target])).toEqual([
    [0, 3],
    [1, 3],
  ]);
});

test("the minimum is of shared projects that pass the other filters", () => {
  expect(ties({ minimum: 2 })).toEqual([[0, 1, [0, 1]]]);
  expect(ties({ minimum: 2, fund: "ESF" })).toEqual([]);
});

test("an area holds projects that are there, name it, or whose parties sit there", () => {
  expect(chosen(DATA, { ...EVERYTHING, area: "01" })).toEqual([0, 1]);
  expect(chosen(DATA, { ...EVERYTHING, area: "02" })).toEqual([2, 3]);
  expect(chosen(DATA, { ...EVERYTHING, area: "0102" })).toEqual([0, 1]);
  expect(chosen(DATA, { ...EVERYTHING, area: "0203" })).toEqual([2]);
});

test("a year holds the projects that run in it; one with a single date runs in that year", () => {
  expect(chosen(DATA, { ...EVERYTHING, year: "2020" })).toEqual([0]);
  expect(chosen(DATA, { ...EVERYTHING, year: "2023" })).toEqual([1]);
  expect(chosen(DATA, { ...EVERYTHING, year: "2021" })).toEqual([]);
  expect(years(DATA)).toEqual(["2023", "2020", "2019"]);
});

test("the backbone keeps the strongest ties of each organisation, and all where they are few", () => {
  const star = Array.from({ length: 5 }, (_, i) => ({ source: 0, target: i + 1, projects: [i] }));
  const ring = [...star, { source: 1, target: 2, projects: [9] }];
  expect(backbone(ring, 6, 1)).toEqual(ring);
  expect(backbone(ring, 5, 1)).toEqual(star);
});

test("partners are told from both ends of a tie", () => {
  const found = network(DATA, { ...EVERYTHING, hidden: ["group"] });
  expect(partners(found.ties, 3).map(({ place }) => place)).toEqual([0, 1]);
  expect(partners(found.ties, 0)[0]).toEqual({ place: 1, projects: [0, 1] });
});
