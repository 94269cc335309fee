"""The rules of quality find what the generator plants."""

from data.ops.simulation.generate import generate
from data.queries import finding_counts
from geo.reference import read_regions
from tests.following import quality
from tests.people import scope_of


def test_the_recaps_planted_to_differ_are_found(run, tmp_path) -> None:
    with run.own("postgis", "provinsi", tmp_path / "home") as own:
        quality.check(own.store)
        found = finding_counts(own.store, scope_of("bnn_pusat", ""))
    counts = found.query("rule == 'rekap_beda_episode'")["count"].sum()
    rows = generate(read_regions(), own.settings.seed, own.settings.simulation_size).tables
    episodes, recap = rows["rehab_episode"], rows["rehab_recap"]
    month = episodes["started"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    real = (
        episodes.assign(month=month, region_code=episodes["regency_code"].str[:2])
        .groupby(["agency", "region_code", "month", "service"])
        .size()
    )
    both = recap.set_index(["agency", "region_code", "month", "service"])["clients"].to_frame().join(real.rename("real"))
    assert counts == int((both["clients"] != both["real"]).sum()) > 0
