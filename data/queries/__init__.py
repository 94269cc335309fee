"""The only way a page reads. Every function takes a store and a scope; the database decides what it returns."""

from data.queries.about import Freshness, completeness, freshness, placement, sources
from data.queries.access import access, access_summary
from data.queries.across import across, senders
from data.queries.boundaries import boundary_checks, boundary_versions
from data.queries.clusters import ClusterRun, cluster_runs, clusters, scan_clusters
from data.queries.community import ALL_YEARS, ibm_changes, ibm_units
from data.queries.course import (
    AGENCIES,
    BANDS,
    MOST_LISTED,
    STAGES,
    case_funnel,
    case_steps,
    case_waiting,
    standing_case,
    standing_cases,
)
from data.queries.enforcement import QUIET_YEARS, appearances
from data.queries.explain import Explanation, explain
from data.queries.facilities import facilities
from data.queries.jobs import RunState, latest_run, runs
from data.queries.judged import coverage, has_interval, interval_of, ranking, snapshot, trend_of
from data.queries.known_values import known_values
from data.queries.kotan import assessments
from data.queries.layer import (
    NOTHING,
    UNSTABLE,
    Fit,
    Layer,
    Moment,
    Nothing,
    block,
    breaks_of,
    is_whole,
    layer,
    moments,
    painted,
)
from data.queries.meetings import Arrangement, Meeting, Minute, decisions, last_arrangement, meeting, meetings, number_of
from data.queries.periods import measured
from data.queries.published import beside, contents, published
from data.queries.reconciliation import (
    MOST_ENTRIES,
    agreement,
    agreement_below,
    case_differences,
    difference_counts,
    difference_steps,
    other_side,
    silent_sides,
)
from data.queries.regions import gazetteer, main_frame, place_of, regions, shapes, tile
from data.queries.series import profile, series
from data.queries.splits import OldMap, old_map
from data.queries.submissions import finding_counts, findings, steps, submissions, timeliness
from data.queries.targets import targets
from data.queries.treatment import breakdown, survival
from data.queries.villages import BeforeAfter, anchors, before_after, candidates, other_programmes, programme
from data.queries.warnings import alarms, warning_counts, warnings

__all__ = [
    "AGENCIES",
    "ALL_YEARS",
    "BANDS",
    "MOST_ENTRIES",
    "MOST_LISTED",
    "NOTHING",
    "QUIET_YEARS",
    "STAGES",
    "UNSTABLE",
    "Arrangement",
    "BeforeAfter",
    "ClusterRun",
    "Explanation",
    "Fit",
    "Freshness",
    "Layer",
    "Meeting",
    "Minute",
    "Moment",
    "Nothing",
    "OldMap",
    "RunState",
    "access",
    "access_summary",
    "across",
    "agreement",
    "agreement_below",
    "alarms",
    "anchors",
    "appearances",
    "assessments",
    "before_after",
    "beside",
    "block",
    "boundary_checks",
    "boundary_versions",
    "breakdown",
    "breaks_of",
    "candidates",
    "case_differences",
    "case_funnel",
    "case_steps",
    "case_waiting",
    "cluster_runs",
    "clusters",
    "completeness",
    "contents",
    "coverage",
    "decisions",
    "difference_counts",
    "difference_steps",
    "explain",
    "facilities",
    "finding_counts",
    "findings",
    "freshness",
    "gazetteer",
    "has_interval",
    "ibm_changes",
    "ibm_units",
    "interval_of",
    "is_whole",
    "known_values",
    "last_arrangement",
    "latest_run",
    "layer",
    "main_frame",
    "measured",
    "meeting",
    "meetings",
    "moments",
    "number_of",
    "old_map",
    "other_programmes",
    "other_side",
    "painted",
    "place_of",
    "placement",
    "profile",
    "programme",
    "published",
    "ranking",
    "regions",
    "runs",
    "scan_clusters",
    "senders",
    "series",
    "shapes",
    "silent_sides",
    "snapshot",
    "sources",
    "standing_case",
    "standing_cases",
    "steps",
    "submissions",
    "survival",
    "targets",
    "tile",
    "timeliness",
    "trend_of",
    "warning_counts",
    "warnings",
]
