// A country of two counties, three municipalities and a company, with four projects among them.

import type { Organisation, Partnerships, Project } from "../src/data";
import type { Filter } from "../src/partnerships";

export const EVERYTHING: Filter = { area: "", fund: "", year: "", role: "", hidden: [], minimum: 1 };

function organisation(name: string, kind: string, municipality: string | null): Organisation {
  const county = municipality?.slice(0, 2) ?? null;
  const path = `organisation/${name.toLowerCase()}`;
  return { iri: `https://w3id.org/samverkan/id/${path}`, path, label: name, kind, municipality, county };
}

function project(name: string, told: Partial<Project>): Project {
  const path = `project/${name}`;
  const plain = { funds: [], start: null, end: null, amounts: {}, currency: "SEK", participants: null };
  return {
    iri: `https://w3id.org/samverkan/id/${path}`,
    path,
    label: name,
    ...plain,
    areas: [],
    counties: [],
    parties: [],
    ...told,
  };
}

export const DATA: Partnerships = {
  organisations: [
    organisation("Alfa", "municipality", "0101"),
    organisation("Beta", "municipality", "0102"),
    organisation("Gamma", "municipality", "0203"),
    organisation("Delta <AB>", "company", null),
    organisation("några företag", "group", null),
  ],
  projects: [
    project("p1", {
      funds: ["ESF"],
      start: "2019-02-01",
      end: "2020-12-31",
      amounts: { grantedAmount: 100 },
      participants: 10,
      areas: ["0101", "0102"],
      parties: [
        [0, "lead"],
        [1, "partner"],
        [4, "partner"],
      ],
    }),
    project("p2", {
      funds: ["ESF+"],
      start: "2023-01-01",
      end: null,
      amounts: { grantedAmount: 50, euAmount: 20 },
      areas: ["0101", "0102"],
      parties: [
        [1, "lead"],
        [0, "partner"],
        [3, "co-financier"],
      ],
    }),
    project("p3", { currency: "EUR", amounts: { grantedAmount: 7 }, areas: ["0203"], parties: [[2, "lead"]] }),
    project("p4", { funds: ["ESF", "ESF+"], counties: ["02"], parties: [[3, "lead", "partner"]] }),
  ],
  kinds: {
    municipality: { sv: "kommun", en: "municipality" },
    company: { sv: "företag", en: "company" },
    group: { sv: "grupp", en: "group" },
  },
  roles: { lead: { sv: "projektägare", en: "lead" }, partner: { sv: "samverkanspart", en: "partner" } },
  funds: { ESF: { sv: "ESF", en: "ESF" }, "ESF+": { sv: "ESF+", en: "ESF+" } },
  counties: { "01": { label: "Ettans län" }, "02": { label: "Tvåans län" } },
  municipalities: {
    "0101": { label: "Alfa", county: "01", path: "municipality/0101" },
    "0102": { label: "Beta", county: "01", path: "municipality/0102" },
    "0203": { label: "Gamma", county: "02", path: "municipality/0203" },
  },
};
