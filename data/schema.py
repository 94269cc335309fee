"""The tables as SQLAlchemy sees them. Migrations make them; a test compares the two."""

import sqlalchemy as sa

metadata = sa.MetaData()


class Bytes(sa.types.UserDefinedType[bytes]):
    """A geometry column: written as EWKB bytes, read with ``::bytea``, alike on both kinds of store."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "geometry"


def _table(schema: str, name: str, *columns: sa.Column[object]) -> sa.Table:
    return sa.Table(name, metadata, *columns, schema=schema)


def _text(name: str, **options: object) -> sa.Column[object]:
    return sa.Column(name, sa.Text, **options)  # type: ignore[arg-type]


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
    sa.Column("loaded_at", sa.DateTime(timezone=True)),
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
)  # fmt: skip
population = _table(
    "inti", "population",
    _text("region_code", primary_key=True), sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("people", sa.Integer), _text("source_id"),
)  # fmt: skip
kiriman = _table(
    "mentah", "kiriman",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("feed"), _text("sender"), _text("region_code"),
    sa.Column("year", sa.SmallInteger), _text("sha256"), sa.Column("received_at", sa.DateTime(timezone=True)),
    sa.Column("row_count", sa.Integer), _text("source_id"),
)  # fmt: skip
bersinar_event = _table(
    "inti", "bersinar_event",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("village_code"), _text("event"),
    sa.Column("event_date", sa.Date), _text("source_id"),
)  # fmt: skip
facility = _table(
    "inti", "facility",
    sa.Column("id", sa.Integer, primary_key=True), _text("name"), _text("operator"), _text("village_code"),
    sa.Column("beds_men", sa.Integer), sa.Column("beds_women", sa.Integer), sa.Column("outpatient_places", sa.Integer),
    sa.Column("opened", sa.Date), sa.Column("closed", sa.Date), _text("source_id"),
)  # fmt: skip
narcotics_case = _table(
    "inti", "narcotics_case",
    sa.Column("id", sa.BigInteger, primary_key=True), _text("agency"), sa.Column("case_date", sa.Date),
    _text("village_code"), sa.Column("suspects", sa.SmallInteger), _text("source_id"),
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
data_version = _table(
    "analitik", "data_version",
    sa.Column("only_row", sa.Boolean, primary_key=True), sa.Column("version", sa.BigInteger),
    sa.Column("refreshed_at", sa.DateTime(timezone=True)),
)  # fmt: skip
class_break = _table(
    "analitik", "class_break",
    _text("indicator", primary_key=True), sa.Column("level", sa.SmallInteger, primary_key=True), _text("method"),
    sa.Column("edges", sa.ARRAY(sa.Double)),
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
    _text("role"), sa.Column("active", sa.Boolean), sa.Column("failed", sa.Integer),
    sa.Column("locked_until", sa.DateTime(timezone=True)), sa.Column("created_at", sa.DateTime(timezone=True)),
)  # fmt: skip
region_grant = _table(
    "akses", "region_grant",
    sa.Column("person_id", sa.Integer, primary_key=True), _text("prefix", primary_key=True), _text("granted_by"),
    sa.Column("granted_at", sa.DateTime(timezone=True)),
)  # fmt: skip
signing_key = _table(
    "akses", "signing_key",
    sa.Column("id", sa.Integer, primary_key=True), sa.Column("inner_pad", sa.LargeBinary),
    sa.Column("outer_pad", sa.LargeBinary), sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("retired_at", sa.DateTime(timezone=True)),
)  # fmt: skip
