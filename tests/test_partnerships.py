from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samverkan.identifiers import data_iri
from samverkan.pages.partnerships import partnerships
from samverkan.store import STORE_FOLDER, open_read_only


@pytest.fixture(scope="module")
def told(seeds_build: Path) -> dict[str, Any]:
    return json.loads(b"".join(partnerships(open_read_only(seeds_build / STORE_FOLDER))))


def project(told: dict[str, Any], label: str) -> dict[str, Any]:
    (found,) = [one for one in told["projects"] if one["label"] == label]
    return found


def parties(told: dict[str, Any], label: str) -> dict[str, list[str]]:
    return {told["organisations"][place]["label"]: roles for place, *roles in project(told, label)["parties"]}


def test_every_project_is_there_in_the_order_of_its_iri(told: dict[str, Any]) -> None:
    iris = [one["iri"] for one in told["projects"]]
    assert len(iris) == 25
    assert iris == sorted(iris)


def test_a_project_says_what_it_costs_when_it_runs_and_who_pays(told: dict[str, Any]) -> None:
    found = project(told, "Livslångt lärande")
    assert found["path"] == "project/2020-00701"
    assert found["funds"] == ["ESF"]
    assert (found["start"], found["end"]) == ("2021-02-01", "2021-10-30")
    assert found["amounts"] == {"grantedAmount": 399819, "totalBudget": 399819}
    assert (found["currency"], found["participants"]) == ("SEK", 140)


def test_parties_have_their_roles_by_place_in_the_list_of_organisations(told: dict[str, Any]) -> None:
    assert parties(told, "Arbete för gemenskap, samarbete i Eskilstuna") == {
        "Arbetsförmedlingen": ["lead"],
        "Eskilstuna kommun": ["partner"],
        "eventuella fristående aktörer": ["partner"],
    }


def test_a_municipality_that_takes_part_is_an_area_of_the_project(told: dict[str, Any]) -> None:
    assert project(told, "Arbete för gemenskap, samarbete i Eskilstuna")["areas"] == ["0484"]


def test_a_unit_lies_where_its_owner_does(told: dict[str, Any]) -> None:
    units = {one["label"]: one for one in told["organisations"] if one["kind"] == "unit"}
    assert units["Socialförvaltningen, Stockholms kommun"]["municipality"] == "0180"
    assert units["Socialförvaltningen, Stockholms kommun"]["county"] == "01"
    assert units["Stockholms länssjukvårdsområde, Region Stockholm"]["municipality"] is None
    assert units["Stockholms länssjukvårdsområde, Region Stockholm"]["county"] == "01"


def test_all_municipalities_and_counties_are_there_whether_they_have_projects_or_not(told: dict[str, Any]) -> None:
    assert (len(told["municipalities"]), len(told["counties"])) == (290, 21)
    assert told["municipalities"]["0192"] == {"label": "Nynäshamns kommun", "county": "01", "path": "municipality/0192"}


def test_every_code_has_a_name_in_both_languages(told: dict[str, Any]) -> None:
    used = {
        "kinds": {one["kind"] for one in told["organisations"]},
        "roles": {role for one in told["projects"] for _, *roles in one["parties"] for role in roles},
        "funds": {fund for one in told["projects"] for fund in one["funds"]},
    }
    for table, keys in used.items():
        assert keys <= set(told[table])
        assert all(name["sv"] and name["en"] for name in told[table].values())
    assert told["roles"]["lead"] == {"sv": "projektägare", "en": "lead"}


def test_parties_of_all_kinds_are_told_apart(told: dict[str, Any]) -> None:
    kinds = {one["iri"]: one["kind"] for one in told["organisations"]}
    assert kinds[data_iri("municipality", "0484")] == "municipality"
    assert kinds[data_iri("organisation", "2021002114")] == "state-agency"
    assert sum(kind == "group" for kind in kinds.values()) == 11


def test_the_same_graph_gives_the_same_bytes(seeds_build: Path) -> None:
    first, second = (b"".join(partnerships(open_read_only(seeds_build / STORE_FOLDER))) for _ in range(2))
    assert first == second
