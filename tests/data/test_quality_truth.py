"""The rules of quality find what the generator plants, on the whole nation."""

from data.access.token import Scope
from data.intake import quality
from data.queries import finding_counts


def test_the_recaps_planted_to_differ_are_found(nation, nation_rows) -> None:
    store = nation.store
    quality.check(store)
    counts = finding_counts(store, Scope("x", "bnn_pusat", opened=True)).query("rule == 'rekap_beda_episode'")["count"].sum()
    episodes, recap = nation_rows.tables["rehab_episode"], nation_rows.tables["rehab_recap"]
    month = episodes["started"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")
    real = (
        episodes.assign(month=month, region_code=episodes["regency_code"].str[:2])
        .groupby(["agency", "region_code", "month", "service"])
        .size()
    )
    both = recap.set_index(["agency", "region_code", "month", "service"])["clients"].to_frame().join(real.rename("real"))
    assert counts == int((both["clients"] != both["real"]).sum()) > 0
