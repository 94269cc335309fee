"""The tables as SQLAlchemy sees them. Migrations make them; a test compares the two."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

metadata = sa.MetaData()


class Bytes(sa.types.UserDefinedType[bytes]):
    """A geometry column: written as EWKB bytes, read with ``::bytea``, the same on both kinds of store."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "geometry"


def _table(schema: str, name: str, *columns: sa.Column[object]) -> sa.Table:
    return sa.Table(name, metadata, *columns, schema=schema)


def _text(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.Text, **options)  # type: ignore[arg-type]


def _lineage() -> tuple[sa.Column[object], ...]:
    """The columns with the submission and row that a row came from; `digest` shows whether a row sent again is the same."""
    return (
        sa.Column("kiriman_id", sa.BigInteger), sa.Column("row_no", sa.Integer), sa.Column("digest", sa.BigInteger),
    )  # fmt: skip


source = _table(
    "inti", "source",
    _text("id", primary_key=True), _text("title"), _text("publisher"), _text("kind"), _text("as_of"), _text("licence"),
    _text("note"), sa.Column("loaded_at", sa.DateTime(timezone=True)), sa.Column("row_count", sa.BigInteger),
)  # fmt: skip
load_step = _table(
    "inti", "load_step",
    _text("name", primary_key=True), _text("version"), sa.Column("seconds", sa.REAL),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
)  # fmt: skip
boundary_version = _table(
    "inti", "boundary_version",
    _text("id", primary_key=True), _text("title"), sa.Column("indicative", sa.Boolean), _text("source_id"),
    sa.Column("loaded_at", sa.DateTime(timezone=True)), _text("state"), sa.Column("report", JSONB),
)  # fmt: skip
boundary_finding = _table(
    "inti", "boundary_finding",
    _text("boundary_version", primary_key=True), _text("region_code", primary_key=True), _text("matched_by"),
    sa.Column("repairs", sa.ARRAY(sa.Text)), sa.Column("area_km2", sa.Double), sa.Column("area_given_km2", sa.Double),
    sa.Column("area_before_km2", sa.Double), sa.Column("overlap_km2", sa.Double), sa.Column("gap_km2", sa.Double),
    sa.Column("damaged", sa.Boolean),
)  # fmt: skip
region = _table(
    "inti", "region",
    _text("code", primary_key=True), sa.Column("level", sa.SmallInteger), sa.Column("number", sa.Integer), _text("name"),
    _text("kind"), _text("parent_code"), sa.Column("opened", sa.Date), sa.Column("closed", sa.Date), _text("placed_by"),
    sa.Column("west", sa.REAL), sa.Column("south", sa.REAL), sa.Column("east", sa.REAL), sa.Column("north", sa.REAL),
    sa.Column("point", Bytes()),
)  # fmt: skip
region_crosswalk = _table(
    "inti", "region_crosswalk",
    _text("old_code", primary_key=True), _text("new_code", primary_key=True), sa.Column("level", sa.SmallInteger),
    _text("relation"), sa.Column("valid_from", sa.Date), _text("source"),
)  # fmt: skip
region_shape = _table(
    "inti", "region_shape",
    _text("boundary_version", primary_key=True), _text("region_code", primary_key=True), sa.Column("geom", Bytes()),
    sa.Column("point", Bytes()), sa.Column("official", sa.Boolean),
)  # fmt: skip
population = _table(
    "inti", "population",
    _text("region_code", primary_key=True), sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("people", sa.Integer), sa.Column("men", sa.Integer), sa.Column("women", sa.Integer), _text("source_id"),
    *_lineage(),
)  # fmt: skip
kiriman = _table(
    "mentah", "kiriman",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("feed"), _text("sender"), _text("region_code"),
    sa.Column("year", sa.SmallInteger), _text("sha256"), sa.Column("received_at", sa.DateTime(timezone=True)),
    sa.Column("row_count", sa.Integer), _text("source_id"), _text("period"), sa.Column("due_on", sa.Date),
    sa.Column("periods", sa.ARRAY(sa.Text)), _text("state"), _text("sent_by"), _text("file_name"), _text("contract"),
    sa.Column("supersedes", sa.BigInteger), sa.Column("new_rows", sa.Integer), sa.Column("changed_rows", sa.Integer),
    sa.Column("complete", sa.Boolean),
)  # fmt: skip
kiriman_cakupan = _table(
    "mentah", "kiriman_cakupan",
    sa.Column("kiriman_id", sa.BigInteger, primary_key=True), _text("period", primary_key=True),
    _text("region_code", primary_key=True),
)  # fmt: skip
isi = _table(
    "mentah", "isi",
    sa.Column("kiriman_id", sa.BigInteger, primary_key=True), _text("kind", primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True), sa.Column("first_row", sa.Integer), sa.Column("row_count", sa.Integer),
    sa.Column("body", sa.LargeBinary),
)  # fmt: skip
langkah = _table(
    "mentah", "langkah",
    sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("kiriman_id", sa.BigInteger),
    sa.Column("at", sa.DateTime(timezone=True)), _text("person"), _text("from_state"), _text("to_state"), _text("reason"),
)  # fmt: skip
pemetaan = _table(
    "mentah", "pemetaan",
    _text("feed", primary_key=True), _text("sender", primary_key=True), _text("heading", primary_key=True),
    sa.Column("mapping", JSONB), _text("saved_by"), sa.Column("saved_at", sa.DateTime(timezone=True)),
)  # fmt: skip
draf = _table(
    "mentah", "draf",
    _text("person", primary_key=True), _text("office", primary_key=True), _text("feed", primary_key=True),
    sa.Column("rows", JSONB), sa.Column("links", JSONB), sa.Column("answers", JSONB), sa.Column("edition", sa.Integer),
    sa.Column("supersedes", sa.BigInteger), sa.Column("changed_at", sa.DateTime(timezone=True)),
)  # fmt: skip
kolom_bebas = _table(
    "mentah", "kolom_bebas",
    _text("feed", primary_key=True), _text("sender", primary_key=True), _text("heading", primary_key=True),
    _text("declared_by"), _text("sha256"), sa.Column("declared_at", sa.DateTime(timezone=True)),
)  # fmt: skip
kewajiban = _table(
    "mentah", "kewajiban",
    _text("feed", primary_key=True), _text("sender", primary_key=True), _text("region_code", primary_key=True),
    sa.Column("since", sa.Date), sa.Column("until", sa.Date),
)  # fmt: skip
temuan = _table(
    "inti", "temuan",
    _text("rule", primary_key=True), _text("subject", primary_key=True), _text("region_code"), _text("found"),
    _text("expected"), _text("owner"), _text("state"), _text("reason"), sa.Column("first_seen", sa.DateTime(timezone=True)),
    sa.Column("last_seen", sa.DateTime(timezone=True)), _text("closed_by"), sa.Column("restricted", sa.Boolean),
)  # fmt: skip
token_link = _table(
    "inti", "token_link", sa.Column("newer", sa.LargeBinary, primary_key=True), sa.Column("older", sa.LargeBinary)
)
bersinar_event = _table(
    "inti", "bersinar_event",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("village_code"), _text("event"),
    sa.Column("event_date", sa.Date), _text("source_id"), _text("document"), _text("money"),
    sa.Column("amount", sa.BigInteger),
    *_lineage(),
)  # fmt: skip
other_programme_event = _table(
    "inti", "other_programme_event",
    _text("village_code", primary_key=True), _text("programme", primary_key=True), _text("event", primary_key=True),
    sa.Column("event_date", sa.Date, primary_key=True), _text("source_id"), _text("document"), _text("money"),
    sa.Column("amount", sa.BigInteger),
    *_lineage(),
)  # fmt: skip
facility = _table(
    "inti", "facility",
    sa.Column("id", sa.Integer, primary_key=True), _text("name"), _text("operator"), _text("village_code"),
    sa.Column("beds_men", sa.Integer), sa.Column("beds_women", sa.Integer), sa.Column("outpatient_places", sa.Integer),
    sa.Column("opened", sa.Date), sa.Column("closed", sa.Date), _text("source_id"),
    sa.Column("services", sa.ARRAY(sa.Text)), sa.Column("people_per_year", sa.Integer), sa.Column("sni", sa.Boolean),
    sa.Column("licence_until", sa.Date), sa.Column("point", Bytes()), _text("entered_by"),
    _text("code"), sa.Column("ikr", sa.REAL), _text("address"), _text("telephone"),
    *_lineage(),
)  # fmt: skip
narcotics_case = _table(
    "inti", "narcotics_case",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("agency"), sa.Column("case_date", sa.Date),
    _text("village_code"), sa.Column("suspects", sa.SmallInteger), _text("source_id"), _text("case_key"),
    _text("regency_code"), sa.Column("point", Bytes()), _text("entered_by"),
    *_lineage(),
)  # fmt: skip
case_substance = _table(
    "inti", "case_substance",
    _text("case_key", primary_key=True), _text("substance", primary_key=True), sa.Column("amount", sa.Double),
    _text("unit"), _text("regency_code"),
)  # fmt: skip
case_suspect = _table(
    "inti", "case_suspect",
    _text("case_key", primary_key=True), sa.Column("number", sa.SmallInteger, primary_key=True), _text("sex"),
    _text("age_band"), _text("role"), _text("regency_code"),
)  # fmt: skip
case_stage = _table(
    "inti", "case_stage",
    _text("case_key", primary_key=True), _text("stage", primary_key=True), _text("agency", primary_key=True),
    sa.Column("stage_date", sa.Date), _text("outcome"), _text("regency_code"), _text("source_id"),
    *_lineage(),
    _text("agency_number"),
)  # fmt: skip
case_link = _table(
    "inti", "case_link",
    _text("pair", primary_key=True), _text("left_key", primary_key=True), _text("right_key", primary_key=True),
    _text("state"), _text("way"), sa.Column("score", sa.REAL), _text("decided_by"), _text("office"),
    sa.Column("decided_at", sa.DateTime(timezone=True)), _text("reason"),
)  # fmt: skip
case_root = _table(
    "inti", "case_root",
    _text("agency", primary_key=True), _text("case_key", primary_key=True), _text("root_key"), _text("regency_code"),
)  # fmt: skip
case_difference = _table(
    "inti", "case_difference",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("pair"), _text("kind"), _text("left_key"), _text("right_key"),
    _text("left_number"), _text("right_number"), _text("left_region"), _text("right_region"), sa.Column("day", sa.Date),
    sa.Column("fields", JSONB), sa.Column("score", sa.REAL), sa.Column("agencies", sa.ARRAY(sa.Text)),
    sa.Column("holders", sa.ARRAY(sa.Text)), sa.Column("child", sa.Boolean), _text("owner"), sa.Column("due_on", sa.Date),
    _text("state"), _text("outcome"), _text("reason"), _text("person"), _text("office"), sa.Column("edition", sa.Integer),
    sa.Column("first_seen", sa.DateTime(timezone=True)), sa.Column("last_seen", sa.DateTime(timezone=True)),
    sa.Column("changed_at", sa.DateTime(timezone=True)),
)  # fmt: skip
case_difference_step = _table(
    "inti", "case_difference_step",
    sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("difference_id", sa.BigInteger),
    sa.Column("at", sa.DateTime(timezone=True)), _text("person"), _text("office"), _text("act"), _text("outcome"),
    _text("reason"),
)  # fmt: skip
tat = _table(
    "inti", "tat",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("case_key"), _text("regency_code"),
    sa.Column("requested", sa.Date), sa.Column("sat_on", sa.Date), _text("recommendation"),
    sa.Column("followed_up", sa.Boolean), _text("source_id"),
    _text("number"),
    *_lineage(),
)  # fmt: skip
rehab_episode = _table(
    "inti", "rehab_episode",
    sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("token", sa.LargeBinary), _text("agency"),
    sa.Column("facility_id", sa.Integer), _text("regency_code"), _text("service"), _text("entry"),
    sa.Column("requested", sa.Date), sa.Column("started", sa.Date), sa.Column("ended", sa.Date), _text("outcome"),
    _text("substance"), _text("sex"), _text("age_band"), _text("home_regency"), _text("source_id"),
    *_lineage(),
)  # fmt: skip
rehab_recap = _table(
    "inti", "rehab_recap",
    _text("agency", primary_key=True), _text("region_code", primary_key=True),
    sa.Column("month", sa.Date, primary_key=True), _text("service", primary_key=True), sa.Column("clients", sa.Integer),
    _text("source_id"),
    *_lineage(),
)  # fmt: skip
ibm_unit = _table(
    "inti", "ibm_unit",
    sa.Column("id", sa.Integer, primary_key=True), _text("village_code"), sa.Column("opened", sa.Date),
    sa.Column("agents", sa.SmallInteger), _text("source_id"),
    _text("code"),
    *_lineage(),
)  # fmt: skip
ibm_assessment = _table(
    "inti", "ibm_assessment",
    sa.Column("token", sa.LargeBinary, primary_key=True), sa.Column("unit_id", sa.Integer, primary_key=True),
    _text("stage", primary_key=True), sa.Column("assessed_on", sa.Date), sa.Column("physical", sa.REAL),
    sa.Column("psychological", sa.REAL), sa.Column("social", sa.REAL), sa.Column("environment", sa.REAL),
    sa.Column("urica", sa.REAL), sa.Column("assist", sa.SmallInteger), _text("regency_code"), _text("source_id"),
    *_lineage(),
)  # fmt: skip
kawasan_rawan = _table(
    "inti", "kawasan_rawan",
    _text("village_code", primary_key=True), sa.Column("year", sa.SmallInteger, primary_key=True),
    _text("method", primary_key=True), sa.Column("main", sa.ARRAY(sa.Boolean)),
    sa.Column("supporting", sa.ARRAY(sa.Boolean)), sa.Column("score", sa.REAL), sa.Column("sent", sa.SmallInteger),
    sa.Column("returned", sa.SmallInteger), _text("category"), _text("source_id"),
    *_lineage(),
)  # fmt: skip
kotan_assessment = _table(
    "inti", "kotan_assessment",
    _text("region_code", primary_key=True), sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("edition", sa.SmallInteger, primary_key=True), sa.Column("family", sa.REAL), sa.Column("community", sa.REAL),
    sa.Column("territory", sa.REAL), sa.Column("institution", sa.REAL), sa.Column("law", sa.REAL),
    sa.Column("index", sa.REAL), sa.Column("respondents", sa.SmallInteger), sa.Column("deviation", sa.REAL),
    _text("source_id"),
    *_lineage(),
)  # fmt: skip
service_month = _table(
    "inti", "service_month",
    _text("region_code", primary_key=True), sa.Column("month", sa.Date, primary_key=True),
    _text("service", primary_key=True), sa.Column("held", sa.Integer), sa.Column("people", sa.Integer),
    sa.Column("waiting_days", sa.REAL), _text("source_id"),
    *_lineage(),
)  # fmt: skip
empowerment = _table(
    "inti", "empowerment",
    sa.Column("id", sa.Integer, primary_key=True), _text("village_code"), sa.Column("started", sa.Date), _text("product"),
    sa.Column("trained", sa.SmallInteger), sa.Column("running_6", sa.SmallInteger),
    sa.Column("running_12", sa.SmallInteger), sa.Column("median_income", sa.Integer),
    sa.Column("online_sales", sa.Integer), _text("source_id"),
    *_lineage(),
)  # fmt: skip
ran_action = _table(
    "inti", "ran_action",
    _text("id", primary_key=True), _text("plan"), _text("region_code"), _text("owner"), _text("kind"), _text("title"),
    sa.Column("target", sa.Double), _text("unit"), _text("source_id"),
    *_lineage(),
)  # fmt: skip
ran_report = _table(
    "inti", "ran_report",
    _text("action_id", primary_key=True), _text("period", primary_key=True), sa.Column("realised", sa.Double),
    _text("obstacle"), sa.Column("evidence", sa.Boolean), sa.Column("submitted_on", sa.Date), _text("source_id"),
    _text("evidence_link"), _text("narrative"),
    *_lineage(),
)  # fmt: skip
regulation = _table(
    "inti", "regulation",
    sa.Column("id", sa.Integer, primary_key=True), _text("region_code"), _text("kind"), _text("number"),
    sa.Column("valid_from", sa.Date), sa.Column("valid_until", sa.Date), _text("source_id"),
    _text("title"),
    *_lineage(),
)  # fmt: skip
budget_line = _table(
    "inti", "budget_line",
    _text("region_code", primary_key=True), sa.Column("year", sa.SmallInteger, primary_key=True),
    _text("money", primary_key=True), sa.Column("planned", sa.BigInteger), sa.Column("realised", sa.BigInteger),
    _text("source_id"),
    *_lineage(),
)  # fmt: skip
published_figure = _table(
    "inti", "published_figure",
    sa.Column("id", sa.Integer, primary_key=True), _text("topic"), _text("measure"), _text("region_code"), _text("place"),
    sa.Column("year", sa.SmallInteger), _text("scope"), _text("method"), sa.Column("value", sa.Double), _text("unit"),
    _text("note"), _text("source_id"), sa.Column("half", sa.SmallInteger), _text("age_band"), _text("place_held"),
    sa.Column("low", sa.Double), sa.Column("high", sa.Double), _text("publication"), sa.Column("published_on", sa.Date),
    *_lineage(),
)  # fmt: skip
source_content = _table(
    "inti", "source_content",
    _text("source_id", primary_key=True), _text("content", primary_key=True), sa.Column("row_count", sa.BigInteger),
)  # fmt: skip
target = _table(
    "inti", "target",
    _text("indicator", primary_key=True), _text("region_code", primary_key=True), _text("baseline_period"),
    sa.Column("baseline", sa.Double), _text("target_period", primary_key=True), sa.Column("target", sa.Double),
    _text("said_by"), _text("source_id"),
    *_lineage(),
)  # fmt: skip
meeting = _table(
    "inti", "meeting",
    _text("id", primary_key=True), _text("region_code"), _text("period"), sa.Column("sensitivity", sa.SmallInteger),
    sa.Column("data_version", sa.BigInteger), _text("boundary_version"), sa.Column("started_at", sa.DateTime(timezone=True)),
    _text("started_by"), sa.Column("body", JSONB), _text("digest"), sa.Column("arrangement", JSONB),
)  # fmt: skip
decision = _table(
    "inti", "decision",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("region_code"), _text("meeting_id"),
    sa.Column("decided_on", sa.Date), _text("what"), _text("who"), sa.Column("until", sa.Date), _text("indicator"),
    sa.Column("aim", sa.Double), sa.Column("baseline", sa.Double), _text("baseline_period"), _text("entered_by"),
    sa.Column("entered_at", sa.DateTime(timezone=True)), _text("outcome"), sa.Column("closed_on", sa.Date),
    _text("closed_by"), _text("closing_note"), _text("source_id"),
)  # fmt: skip
job_run = _table(
    "inti", "job_run",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("name"), sa.Column("inputs", JSONB), _text("digest"),
    sa.Column("seed", sa.BigInteger), _text("state"), sa.Column("done", sa.Integer), sa.Column("total", sa.Integer),
    sa.Column("tries", sa.Integer), sa.Column("result", JSONB), _text("fault"),
    sa.Column("asked_at", sa.DateTime(timezone=True)), sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
)  # fmt: skip
bagian = _table(
    "analitik", "bagian",
    _text("part"), _text("region_code"), _text("period"), sa.Column("value", sa.Double), sa.Column("amount", sa.Double),
    sa.Column("month", sa.Integer, sa.Computed("case when period ...", persisted=True)),
)  # fmt: skip
nilai = _table(
    "analitik", "nilai",
    _text("indicator", primary_key=True), _text("period", primary_key=True),
    sa.Column("level", sa.SmallInteger, primary_key=True), sa.Column("sensitivity", sa.SmallInteger, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True), _text("region_code"),
    sa.Column("numerator", sa.Double), sa.Column("denominator", sa.Double), sa.Column("value", sa.Double),
    sa.Column("class", sa.SmallInteger), sa.Column("status", sa.SmallInteger), sa.Column("reported", sa.Integer),
    sa.Column("expected", sa.Integer), sa.Column("simulated", sa.Boolean),
)  # fmt: skip
vacancy = _table(
    "analitik", "vacancy", sa.Column("facility_id", sa.Integer, primary_key=True), _text("state"), sa.Column("as_of", sa.Date)
)
breakdown = _table(
    "analitik", "breakdown",
    _text("subject", primary_key=True), _text("period", primary_key=True), _text("region_code", primary_key=True),
    _text("a", primary_key=True), _text("b", primary_key=True), sa.Column("sensitivity", sa.SmallInteger, primary_key=True),
    sa.Column("amount", sa.Double), sa.Column("status", sa.SmallInteger),
)  # fmt: skip
agreement = _table(
    "analitik", "agreement",
    _text("pair", primary_key=True), _text("region_code", primary_key=True), _text("month", primary_key=True),
    sa.Column("agree", sa.Integer), sa.Column("differ", sa.Integer), sa.Column("only_left", sa.Integer),
    sa.Column("only_right", sa.Integer), sa.Column("suggested", sa.Integer),
)  # fmt: skip
difference_count = _table(
    "analitik", "difference_count",
    _text("pair", primary_key=True), _text("region_code", primary_key=True), _text("kind", primary_key=True),
    _text("owner", primary_key=True), _text("state", primary_key=True), _text("outcome", primary_key=True),
    sa.Column("amount", sa.Integer), sa.Column("overdue", sa.Integer),
)  # fmt: skip
survival = _table(
    "analitik", "survival",
    _text("subject", primary_key=True), _text("period", primary_key=True), _text("region_code", primary_key=True),
    _text("service", primary_key=True), _text("agency", primary_key=True),
    sa.Column("sensitivity", sa.SmallInteger, primary_key=True),
    sa.Column("days", sa.ARRAY(sa.Integer)), sa.Column("at_risk", sa.ARRAY(sa.Integer)),
    *(sa.Column(name, sa.ARRAY(sa.Double)) for name in ("share", "low", "high")),
)  # fmt: skip
case_funnel = _table(
    "analitik", "case_funnel",
    _text("region_code", primary_key=True), _text("period", primary_key=True), _text("agency", primary_key=True),
    sa.Column("reached", sa.ARRAY(sa.Integer)), sa.Column("named", sa.ARRAY(sa.Integer)),
)  # fmt: skip
case_step = _table(
    "analitik", "case_step",
    _text("region_code", primary_key=True), _text("period", primary_key=True), _text("stage", primary_key=True),
    sa.Column("cases", sa.Integer), sa.Column("moved", sa.Integer), sa.Column("first_days", sa.Integer),
    sa.Column("half_days", sa.Integer), sa.Column("last_days", sa.Integer), _text("onward"),
)  # fmt: skip
case_waiting = _table(
    "analitik", "case_waiting",
    _text("region_code", primary_key=True), _text("stage", primary_key=True), _text("agency", primary_key=True),
    sa.Column("band", sa.SmallInteger, primary_key=True), sa.Column("cases", sa.Integer),
)  # fmt: skip
case_standing = _table(
    "analitik", "case_standing",
    _text("regency_code", primary_key=True), _text("case_key", primary_key=True), _text("stage"), sa.Column("since", sa.Date),
    _text("agency"), sa.Column("agencies", sa.ARRAY(sa.Text)), sa.Column("stages", JSONB),
)  # fmt: skip
access = _table(
    "analitik", "access",
    _text("question", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    sa.Column("computed_at", sa.DateTime(timezone=True)), sa.Column("summary", JSONB), sa.Column("body", sa.LargeBinary),
)  # fmt: skip
warning = _table(
    "analitik", "warning",
    _text("region_code", primary_key=True), _text("substance", primary_key=True),
    *(_text(name) for name in ("until", "month", "since", "state", "reason")),
    sa.Column("observed", sa.Integer), sa.Column("expected", sa.Double), sa.Column("upper", sa.Integer),
    sa.Column("p", sa.Double), sa.Column("tested", sa.SmallInteger), sa.Column("fired", sa.SmallInteger),
    sa.Column("judged", sa.SmallInteger), sa.Column("wrong", sa.SmallInteger),
    sa.Column("counts", sa.ARRAY(sa.Integer)), sa.Column("means", sa.ARRAY(sa.Double)),
    sa.Column("lows", sa.ARRAY(sa.Integer)), sa.Column("highs", sa.ARRAY(sa.Integer)),
    sa.Column("computed_at", sa.DateTime(timezone=True)), sa.Column("data_version", sa.BigInteger),
)  # fmt: skip
ibm_change = _table(
    "analitik", "ibm_change",
    _text("region_code", primary_key=True), sa.Column("unit_id", sa.Integer, primary_key=True),
    sa.Column("level", sa.SmallInteger), sa.Column("year", sa.SmallInteger, primary_key=True),
    _text("domain", primary_key=True), sa.Column("sensitivity", sa.SmallInteger, primary_key=True),
    sa.Column("n", sa.Integer), sa.Column("mean", sa.Double), sa.Column("sd", sa.Double),
    sa.Column("first_mean", sa.Double), sa.Column("last_mean", sa.Double), sa.Column("improved", sa.Integer),
    sa.Column("worsened", sa.Integer), sa.Column("threshold", sa.Double), sa.Column("status", sa.SmallInteger),
)  # fmt: skip
cluster_run = _table(
    "analitik", "cluster_run",
    _text("indicator", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    _text("period", primary_key=True), _text("boundary_version"), sa.Column("seed", sa.BigInteger),
    sa.Column("permutations", sa.Integer), sa.Column("replications", sa.Integer), sa.Column("fdr", sa.Double),
    sa.Column("scan_share", sa.Double), sa.Column("known", sa.Integer), sa.Column("moran", sa.Double),
    sa.Column("moran_p", sa.Double), _text("digest"), sa.Column("data_version", sa.BigInteger),
    sa.Column("computed_at", sa.DateTime(timezone=True)),
)  # fmt: skip
cluster = _table(
    "analitik", "cluster",
    _text("indicator", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    _text("period", primary_key=True), _text("region_code", primary_key=True), sa.Column("class", sa.SmallInteger),
    sa.Column("quadrant", sa.SmallInteger), *(sa.Column(name, sa.Double) for name in ("cases", "people", "smoothed", "p")),
)  # fmt: skip
scan_cluster = _table(
    "analitik", "scan_cluster",
    _text("indicator", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    _text("period", primary_key=True), sa.Column("rank", sa.SmallInteger, primary_key=True), _text("centre"),
    sa.Column("members", sa.ARRAY(sa.Text)),
    *(sa.Column(name, sa.Double) for name in ("radius_m", "cases", "expected", "relative_risk", "llr", "p")),
)  # fmt: skip
lapis = _table(
    "analitik", "lapis",
    _text("indicator", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    _text("period", primary_key=True), sa.Column("sensitivity", sa.SmallInteger, primary_key=True),
    _text("region_code", primary_key=True),
    sa.Column("number", sa.LargeBinary), sa.Column("class", sa.LargeBinary), sa.Column("status", sa.LargeBinary),
    sa.Column("reported", sa.LargeBinary), sa.Column("expected", sa.LargeBinary), sa.Column("value", sa.LargeBinary),
    sa.Column("numerator", sa.LargeBinary), sa.Column("denominator", sa.LargeBinary),
)  # fmt: skip
data_version = _table(
    "analitik", "data_version",
    sa.Column("only_row", sa.Boolean, primary_key=True), sa.Column("version", sa.BigInteger),
    sa.Column("refreshed_at", sa.DateTime(timezone=True)), sa.Column("last_day", sa.Date),
    sa.Column("first_year", sa.SmallInteger),
)  # fmt: skip
tile = _table(
    "analitik", "tile",
    _text("boundary_version", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True),
    sa.Column("z", sa.SmallInteger, primary_key=True), sa.Column("x", sa.Integer, primary_key=True),
    sa.Column("y", sa.Integer, primary_key=True), sa.Column("body", sa.LargeBinary),
)  # fmt: skip
person = _table(
    "akses", "person",
    sa.Column("id", sa.Integer, primary_key=True), _text("username"), _text("full_name"), _text("password_hash"),
    _text("role"), sa.Column("active", sa.Boolean), sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("session_number", sa.Integer), sa.Column("last_sign_in", sa.DateTime(timezone=True)),
    sa.Column("sign_in_before", sa.DateTime(timezone=True)), sa.Column("must_change", sa.Boolean),
    sa.Column("totp", sa.LargeBinary), sa.Column("totp_step", sa.BigInteger), _text("sso_name"), _text("sso_subject"),
    sa.Column("administers", sa.Boolean), _text("agency"), _text("office"),
)  # fmt: skip
session = _table(
    "akses", "session",
    sa.Column("id", sa.LargeBinary, primary_key=True), sa.Column("person_id", sa.Integer),
    sa.Column("session_number", sa.Integer), sa.Column("began_at", sa.DateTime(timezone=True)),
    sa.Column("ends_at", sa.DateTime(timezone=True)),
)  # fmt: skip
sign_in_try = _table(
    "akses", "sign_in_try",
    _text("kind", primary_key=True), sa.Column("who", sa.LargeBinary, primary_key=True), sa.Column("failed", sa.Integer),
    sa.Column("since", sa.DateTime(timezone=True)), sa.Column("until", sa.DateTime(timezone=True)),
)  # fmt: skip
sign_in_secret = _table(
    "akses", "sign_in_secret",
    sa.Column("single", sa.Boolean, primary_key=True), sa.Column("secret", sa.LargeBinary),
)  # fmt: skip
gis_account = _table(
    "akses", "gis_account",
    _text("login", primary_key=True), _text("role"), sa.Column("clearance", sa.SmallInteger),
    sa.Column("prefixes", sa.ARRAY(sa.Text)), sa.Column("may_write", sa.Boolean), _text("granted_by"),
    sa.Column("granted_at", sa.DateTime(timezone=True)), sa.Column("expires_at", sa.DateTime(timezone=True)),
)  # fmt: skip
bulletin = _table(
    "akses", "bulletin",
    sa.Column("person_id", sa.Integer, primary_key=True), _text("every", primary_key=True), _text("address"),
    _text("added_by"), sa.Column("added_at", sa.DateTime(timezone=True)), sa.Column("last_sent", sa.DateTime(timezone=True)),
)  # fmt: skip
region_grant = _table(
    "akses", "region_grant",
    sa.Column("person_id", sa.Integer, primary_key=True), _text("prefix", primary_key=True), _text("granted_by"),
    sa.Column("granted_at", sa.DateTime(timezone=True)), _text("reason"), sa.Column("until", sa.Date),
)  # fmt: skip
lock = _table("akses", "lock", _text("name", primary_key=True))
signing_key = _table(
    "akses", "signing_key",
    sa.Column("id", sa.Integer, primary_key=True), sa.Column("inner_pad", sa.LargeBinary),
    sa.Column("outer_pad", sa.LargeBinary), sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("retired_at", sa.DateTime(timezone=True)),
)  # fmt: skip
api_token = _table(
    "akses", "api_token",
    sa.Column("id", sa.Integer, primary_key=True), _text("name"), _text("sender"), _text("role"),
    sa.Column("prefixes", sa.ARRAY(sa.Text)), sa.Column("feeds", sa.ARRAY(sa.Text)), sa.Column("hash", sa.LargeBinary),
    _text("created_by"), sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("expires_at", sa.DateTime(timezone=True)), sa.Column("revoked_at", sa.DateTime(timezone=True)),
)  # fmt: skip
jejak = _table(
    "audit", "jejak",
    sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("at", sa.DateTime(timezone=True)), _text("person"),
    _text("role"), _text("act"), _text("subject"), _text("detail"),
)  # fmt: skip
segel = _table(
    "audit", "segel",
    sa.Column("position", sa.BigInteger, primary_key=True), sa.Column("jejak_id", sa.BigInteger),
    sa.Column("digest", sa.LargeBinary),
)  # fmt: skip
