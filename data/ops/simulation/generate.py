"""The generator: from regions, seed and size to frames named like the tables, and the planted truth. Imports no database."""

from dataclasses import dataclass

import pandas as pd

from data.ops.simulation import (
    GENERATOR,
    cases,
    facilities,
    persons,
    plans,
    program,
    rehab,
    services,
    submissions,
    version,
    vulnerability,
)
from data.ops.simulation.base import LAST_DAY, YEARS, prefixes_of


@dataclass(frozen=True)
class Nation:
    """`version` is what the load step remembers.

    `tables`: rows by table, columns named as there. `truth`: what was planted, for tests; the app never reads it.
    """

    version: str
    tables: dict[str, pd.DataFrame]
    truth: dict[str, object]


def generate(regions: pd.DataFrame, seed: int, size: str = "nasional") -> Nation:
    """A simulated Indonesia, or the part of it that `size` names (`prefixes_of`). Same arguments, same rows.

    `regions` has the columns ``code, name, kind, level, lon, lat``.
    """
    world = persons.settle(regions, seed, prefixes_of(size))
    tables: dict[str, pd.DataFrame] = {"population": persons.population(world)}
    events = tables["bersinar_event"] = program.events(world)
    tables["other_programme_event"] = program.other_programmes(world)
    places = tables["facility"] = facilities.facilities(world)
    happened = cases.case_events(world, events)
    reports = submissions.case_reports(world)
    tables |= cases.details(world, happened, reports)
    tables["tat"] = cases.tat(world, tables["narcotics_case"])
    rawan = tables["kawasan_rawan"] = vulnerability.kawasan_rawan(world)
    tables["kotan_assessment"] = vulnerability.kotan(world)
    episodes = tables["rehab_episode"] = rehab.episodes(world, places)
    tables["rehab_recap"] = rehab.recap(world, episodes)
    units = tables["ibm_unit"] = facilities.ibm_units(world, events)
    tables["ibm_assessment"] = rehab.ibm_assessments(world, units)
    tables["service_month"] = services.monthly(world)
    tables["empowerment"] = services.empowerment(world, rawan)
    register = tables["ran_action"] = plans.actions(world)
    tables["ran_report"] = plans.reports(world, register)
    tables["regulation"] = plans.regulations(world, events)
    tables["budget_line"] = plans.budget(world, events)
    tables["target"] = plans.targets(world, events)
    tables["decision"] = plans.decisions(world, events)
    tables["kiriman"] = submissions.submissions(world, reports, tables)
    tables["facility"] = places.drop(columns="regency")
    truth = {
        "pembangkit": GENERATOR,
        "benih": seed,
        "ukuran": size,
        "tahun": [YEARS[0], YEARS[-1]],
        "hari_terakhir": str(LAST_DAY),
    }
    return Nation(version(seed, size), tables, truth | world.truth)
