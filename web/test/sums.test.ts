import { expect, test } from "vitest";
import { classOf, measures, municipalityTies, quantiles, sums } from "../src/sums";
import { DATA } from "./fixtures";

test("amounts are measured by kind and currency, the commonest first", () => {
  expect(measures(DATA)).toEqual([
    "projects",
    "participants",
    "grantedAmount SEK",
    "euAmount SEK",
    "grantedAmount EUR",
  ]);
});

test("a project counts in each of its municipalities, and currencies are never added up", () => {
  expect([...sums(DATA, [0, 1, 2, 3], "projects")]).toEqual([
    ["0101", 2],
    ["0102", 2],
    ["0203", 1],
  ]);
  expect(sums(DATA, [0, 1, 2], "grantedAmount SEK").get("0101")).toBe(150);
  expect([...sums(DATA, [0, 1, 2], "grantedAmount EUR")]).toEqual([["0203", 7]]);
});

test("municipalities are tied by the projects that their organisations share", () => {
  expect(municipalityTies(DATA, [0, 1, 2, 3], 1)).toEqual([{ source: "0101", target: "0102", projects: [0, 1] }]);
  expect(municipalityTies(DATA, [0], 2)).toEqual([]);
});

test("quantiles hold about as many values each, equal values in one class", () => {
  expect(quantiles([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5)).toEqual([2, 4, 6, 8, 10]);
  expect(quantiles([1, 1, 1, 1, 9], 5)).toEqual([1, 9]);
  expect(quantiles([], 5)).toEqual([]);
});

test("every value falls into the class whose bounds hold it", () => {
  const bounds = quantiles([1, 2, 3, 4, 5, 6], 3);
  expect([1, 2, 3, 4, 5, 6].map((value) => classOf(value, bounds))).toEqual([0, 0, 1, 1, 2, 2]);
});
