import { expect, test } from "vitest";
import { among, fit, type Name } from "../src/finding";

const NAMES: Name[] = [
  ["municipality/0192", "municipality", 3, "Nynäshamns kommun", "Nynäshamn Municipality", "Nynäshamn"],
  ["municipality/0305", "municipality", 1, "Håbo kommun", "Håbo Municipality", "Håbo"],
  ["organisation/habo", "organisation", 2, "Habo kommun", "", "Habo"],
  ["organisation/af", "organisation", 9, "Arbetsförmedlingen", "Swedish Public Employment Service", "AF"],
];

const found = (text: string) => among(NAMES, text, 3).map(({ path }) => path);

test("names are found by a beginning, a later word, another form, and in another language", () => {
  expect(found("nynäs")).toEqual(["municipality/0192"]);
  expect(found("employment")).toEqual(["organisation/af"]);
  expect(found("af")[0]).toBe("organisation/af");
  expect(found("kommun")).toHaveLength(3);
});

test("misspellings and forgotten accents are forgiven, what is something else is not", () => {
  for (const text of ["nynashamn", "nynähsamn", "nynashamm", "nyneshamn kommun"])
    expect(found(text)[0]).toBe("municipality/0192");
  expect(found("arbetsformedligen")).toEqual(["organisation/af"]);
  expect(found("uppsala")).toEqual([]);
  expect(found("?!")).toEqual([]);
});

test("letters as they are count more than those without their accents", () => {
  expect(found("håbo")[0]).toBe("municipality/0305");
  expect(found("habo")[0]).toBe("organisation/habo");
});

test("every word has to be met", () => {
  expect(fit("Håbo kommun", "håbo region")).toBe(0);
  expect(fit("Håbo kommun", "håbo kommun")).toBeGreaterThan(fit("Håbo kommun", "kommun"));
});

test("what matched is told where it is not the label", () => {
  expect(among(NAMES, "AF", 1)[0]).toMatchObject({ label: "Swedish Public Employment Service", matched: "AF" });
});
