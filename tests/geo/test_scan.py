"""The spatial scan beside a slow one that is written as the paper reads, and its guards."""

import numpy as np
import pytest

from geo.reach.distance import great_circle
from geo.stats.scan import ScanCluster, scan

COUNT = 60
HOT = 17


def field(seed: int = 0, times: float = 4.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cases, people and points; around one point there are more cases."""
    rng = np.random.default_rng(seed)
    points = np.column_stack([rng.uniform(110, 114, COUNT), rng.uniform(-3, 1, COUNT)])
    people = rng.integers(1_000, 50_000, COUNT).astype(float)
    rate = np.full(COUNT, 1e-3)
    rate[near(points)[:4]] *= times
    return rng.poisson(people * rate).astype(float), people, points


def near(points: np.ndarray, at: int = HOT) -> np.ndarray:
    return np.argsort(great_circle(np.repeat(points[at : at + 1], len(points), axis=0), points), kind="stable")


def slow(cases: np.ndarray, people: np.ndarray, points: np.ndarray, share: float) -> tuple[float, set[int]]:
    """The likeliest circle by loops."""
    best, members = 0.0, set()
    total, everybody = cases.sum(), people.sum()
    for centre in range(len(points)):
        order = near(points, centre)
        for size in range(1, len(points)):
            inside = order[:size]
            if people[inside].sum() > share * everybody:
                break
            c, e = cases[inside].sum(), total * people[inside].sum() / everybody
            if c > e:
                llr = c * np.log(c / e) + ((total - c) * np.log((total - c) / (total - e)) if c < total else 0)
                if llr > best:
                    best, members = llr, set(inside.tolist())
    return best, members


def found(cases: np.ndarray, people: np.ndarray, points: np.ndarray, **more: object) -> list[ScanCluster]:
    return scan(cases, people, points, seed=1, replications=199, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("seed", range(4))
def test_the_likeliest_circle_is_that_of_the_slow_scan(seed: int, share: float) -> None:
    cases, people, points = field(seed, times=1.0 + seed)
    llr, members = slow(cases, people, points, share)
    first = found(cases, people, points, share=share)[0]
    assert first.llr == pytest.approx(llr, rel=1e-9)
    assert set(first.members) == members


def test_a_planted_cluster_is_found_with_what_is_true_of_it() -> None:
    cases, people, points = field()
    first = found(cases, people, points)[0]
    assert set(near(points)[:4].tolist()) & set(first.members)
    assert first.p == 1 / 200
    inside = list(first.members)
    assert first.cases == cases[inside].sum()
    assert first.expected == pytest.approx(cases.sum() * people[inside].sum() / people.sum())
    assert first.members[0] == first.centre
    away = great_circle(np.repeat(points[first.centre : first.centre + 1], len(inside), axis=0), points[inside])
    assert first.radius_m == away.max()
    assert first.relative_risk > first.cases / first.expected > 1


def test_clusters_share_no_area_and_come_by_likelihood() -> None:
    cases, people, points = field()
    cases[near(points)[-4:]] *= 5
    circles = found(cases, people, points, share=0.2)
    assert len(circles) >= 2
    members = [at for one in circles for at in one.members]
    assert len(members) == len(set(members))
    assert [one.llr for one in circles] == sorted((one.llr for one in circles), reverse=True)
    assert all(one.p <= 0.05 for one in circles)
    assert all(people[list(one.members)].sum() <= 0.2 * people.sum() for one in circles)


@pytest.mark.parametrize("how", ["cases missing", "people missing", "no people", "no point"])
def test_an_area_that_takes_no_part_leaves_the_rest_as_without_it(how: str) -> None:
    cases, people, points = field()
    kept = np.arange(COUNT) != HOT
    without = found(cases[kept], people[kept], points[kept])
    if how == "cases missing":
        cases[HOT] = np.nan
    elif how == "no point":
        points[HOT] = np.nan
    else:
        people[HOT] = np.nan if how == "people missing" else 0
    number = np.flatnonzero(kept)
    for ours, theirs in zip(found(cases, people, points), without, strict=True):
        assert ours.members == tuple(number[list(theirs.members)].tolist())
        assert (ours.llr, ours.p, ours.cases) == (theirs.llr, theirs.p, theirs.cases)


def test_without_any_case_or_with_one_area_there_is_no_cluster() -> None:
    cases, people, points = field()
    assert found(np.zeros(COUNT), people, points) == []
    assert found(cases[:1], people[:1], points[:1]) == []
    assert found(np.full(COUNT, np.nan), people, points) == []


def test_where_all_cases_are_inside_there_is_no_risk_outside() -> None:
    _, people, points = field()
    cases = np.zeros(COUNT)
    cases[HOT] = 40
    (only,) = found(cases, people, points)
    assert only.members == (HOT,)
    assert np.isnan(only.relative_risk)


def test_chance_alone_is_rarely_a_cluster() -> None:
    """Of fields without any, one in twenty has a likeliest circle with a probability of at most 5 %."""
    rng = np.random.default_rng(4)
    _, people, points = field()
    share = people / people.sum()
    p = [found(rng.multinomial(800, share).astype(float), people, points, share=0.3)[0].p for _ in range(120)]
    rare = sum(one <= 0.05 for one in p)
    print(f"{rare} of {len(p)} fields without a cluster have one")
    assert rare <= 13  # more has a chance of one per cent
    assert 0.3 < float(np.mean(p)) < 0.7


def test_replications_pass_through_the_same_rounding_as_counts() -> None:
    """Rounded counts vary in another way than true ones; seen through the same rounding chance is rare again."""
    rng = np.random.default_rng(8)
    _, people, points = field()
    share = people / people.sum()

    def seen(counts: np.ndarray) -> np.ndarray:
        return np.where((counts > 0) & (counts < 5), 2.5, 5 * np.round(counts / 5))

    def rare(**more: object) -> int:
        draws = [seen(rng.multinomial(300, share)) for _ in range(80)]
        return sum(found(one, people, points, share=0.1, unit=0.5, **more)[0].p <= 0.05 for one in draws)

    through, not_through = rare(seen=seen), rare()
    print(f"{through} of 80 rounded fields have a cluster, {not_through} where replications are not rounded")
    assert through <= 10


def test_uneven_and_negative_counts_are_refused() -> None:
    _, people, points = field()
    for wrong in (np.full(COUNT, 1.5), np.full(COUNT, -1.0)):
        with pytest.raises(ValueError, match="multiples of 1"):
            found(wrong, people, points)
