"""What an indicator is: the model that its YAML file is read into."""

from typing import Annotated, Literal, Self, get_args

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    StrictBool,
    TypeAdapter,
    ValidationInfo,
    field_validator,
    model_validator,
)

from data.facts.indicators.fields import Change, Classes, Compute, PublishedAs, Sum
from data.model.period import Grain
from data.model.roles import Sensitivity
from data.model.status import FactStatus
from data.model.yamls import Declared, FieldError, Level, Name, Text
from geo.regions.codes import Level as Place

SMALL_COUNT = (
    5  # published counts are multiples of this, and 1 to one below it are "fewer than 5"; no Indonesian rule was found
)
LEAST_WHOLE = 20  # a share is published from so many people on, and nothing is judged by a smaller published count
LEAST_MEDIAN = 10  # a median is published from so many people on
Theme = Literal["program", "rehabilitasi", "penangkapan"]
Group = Literal[
    "bersinar", "kotan", "kerawanan", "rehabilitasi", "ibm", "layanan", "pemberantasan", "perkara", "pemberdayaan", "rencana",
    "anggaran", "data", "konteks",
]  # fmt: skip
THEMES: tuple[Theme, ...] = get_args(Theme)  # themes of the map
GROUPS: tuple[Group, ...] = get_args(Group)
_ENFORCED = ("pemberantasan", "perkara")  # groups that count what agencies did about crimes
_GRAINS = {
    "bulan": (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR),
    "semester": (Grain.HALF, Grain.YEAR),
    "tahun": (Grain.YEAR,),
    "kini": (Grain.YEAR,),
    "gabungan": (),
}
_ENFORCEMENT: Text = {
    "id": "Angka penangkapan mengukur kegiatan penegakan hukum sekaligus kejahatan.",
    "en": "Arrests measure enforcement effort as well as crime.",
}
_ROUNDED: Text = {
    "id": "Angka tentang orang: yang terbit dibulatkan ke kelipatan 5, 1 sampai 4 menjadi <5; masing-masing dibulatkan "
    "sendiri sehingga jumlahnya dapat tidak pas.",
    "en": "Figures about people: published rounded to multiples of 5, 1 to 4 as <5; each rounded by itself, so that they "
    "need not add up.",
}


def _sensitivity(*allowed: str) -> BeforeValidator:
    """A field whose file names the sensitivity, one of those allowed."""

    def named(given: object) -> Sensitivity:
        if given not in allowed:
            raise ValueError(f"is one of {', '.join(allowed)}")
        return Sensitivity[str(given).upper()]

    return BeforeValidator(named, json_schema_input_type=Literal[allowed])


_Published = Annotated[Sensitivity, _sensitivity("publik", "antar_instansi")]
_Exact = Annotated[Sensitivity, _sensitivity("antar_instansi", "terbatas")]


class _Described(Declared):
    """What an indicator is, whatever its editions. Texts are ``{"id": ..., "en": ...}``.

    `accumulates` marks counts that grow through a year, so that a part of a year does not compare with a whole one. A rate over
    fewer events than `unstable_below` is drawn as unstable (0: this indicator has no such rule). `interval` is False where
    chance has no say: money, days, amounts.

    `exact` is the sensitivity of the exact figure where the published one is rounded, from level `rounded_from` down. `small`
    says which side counts people: ``jumlah`` the numerator, ``penyebut`` the denominator, ``bagian`` both.

    What one indicator alone is stands here too, so that no code goes by its name. `population`: it counts the people of a
    region; a rate over its parts is a rate per head, and amounts of an old region are handed out by it. `published`: it shows a
    published figure as it is; its years are not those of the store, and it is never simulated. `published_as`: which published
    figures it can be laid beside. `village`: the indicator that shows the same at villages; both are one choice on the map
    (`data/facts/families.py`).
    """

    code: str = Field(pattern="^[a-z][a-z0-9_]{2,40}$")
    group: Group
    theme: Literal[Theme, ""] = Field("", description="which of the first choices of the map it is; absent: none")
    village: str = Field("", pattern="^([a-z][a-z0-9_]{2,40})?$", description="the indicator that shows the same at villages")
    name: Text
    short: Text
    definition: Text
    unit: Text
    direction: Literal["tinggi_baik", "rendah_baik", "netral"]
    compute: Compute
    numerator: Text
    denominator: Text | None = None
    scale: float = Field(1.0, strict=True, gt=0)
    decimals: int = Field(0, strict=True, ge=0, le=3)
    levels: tuple[Level, ...] = Field(min_length=1)
    periods: Literal["bulan", "semester", "tahun", "kini", "gabungan"]
    small: Literal["jumlah", "bagian", "penyebut", ""] = Field(
        "", description="which side counts people and is published rounded"
    )
    interval: StrictBool = Field(True, description="amounts, days and money have no interval of counted events")
    accumulates: StrictBool = False
    comparable_from: str = Field(
        "",
        pattern="^([0-9]{4})?$",
        description="a break in the series: no trend, change or target reaches back before this year",
    )
    sensitivity: _Published
    exact: _Exact | None = Field(None, description="who reads the exact figure of their own regions")
    rounded_from: Level = Field(0, description="the first level that is published rounded; absent: all")
    unstable_below: int = Field(0, strict=True, ge=0, description="fewest events for a stable rate")
    population: StrictBool = Field(False, description="it counts the people of a region; one indicator does")
    published: StrictBool = Field(False, description="it shows a published figure as it is")
    published_as: PublishedAs | None = Field(None, description="which published figures it can be laid beside")
    history: tuple[Change, ...] = Field(
        (), description="what changed in the definition since it was first written, oldest first"
    )
    feeds: tuple[Name, ...] = Field(min_length=1, description="feeds its rows come from")
    source: Text
    legal_basis: str = ""
    caveats: tuple[Text, ...]

    @field_validator("caveats")
    @classmethod
    def _with_what_all_of_a_kind_say(cls, caveats: tuple[Text, ...], seen: ValidationInfo) -> tuple[Text, ...]:
        first = (_ENFORCEMENT,) if seen.data.get("group") in _ENFORCED else ()
        last = (_ROUNDED,) if seen.data.get("exact") == Sensitivity.TERBATAS else ()
        return (*first, *caveats, *last)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        pooled = self.compute.kind == "kelas_gabungan"
        if pooled != (self.periods == "gabungan"):
            raise FieldError("periods", "gabungan belongs to a kelas_gabungan, and to nothing else")
        if (pooled or self.compute.kind == "jangkauan") and self.levels != (4,):
            raise FieldError("levels", f"a {self.compute.kind} is of villages (4) alone")
        if self.compute.kind == "rasio" and self.denominator is None:
            raise FieldError("denominator", "is missing for a rasio")
        if self.small and self.exact is None:
            raise FieldError("exact", "is missing where small says what is rounded")
        if self.exact is not None and self.exact <= self.sensitivity:
            raise FieldError("exact", "is no more sensitive than what is published")
        if self.village and Place.VILLAGE in self.levels:
            raise FieldError("village", "is for an indicator that ends above the village")
        days = [change.date for change in self.history]
        if days != sorted(days):
            raise FieldError("history", "is not oldest first")
        return self


class Indicator(_Described):
    """One indicator, with the names that the code knows it by.

    `top` and `bottom` are sums of parts with their factors. `grains` are the lengths of its periods, from month to year;
    `only_now` leaves the last year alone. `absent` is the status of a region that has nothing to count. `labels` are the
    classes of a categorical one. `method` names how classes are made by default; `edges` are the upper edges of official bands.

    An indicator with editions is one of these for each: `series` is then the code of its file and `edition_year` the edition.
    """

    classes: Classes
    _series: str = PrivateAttr("")
    _series_short: Text | None = PrivateAttr(None)
    _edition_year: str = PrivateAttr("")

    @model_validator(mode="after")
    def _has_a_label_for_each_step(self) -> Self:
        if self.compute.steps and len(self.classes.labels) != len(self.compute.steps) + 1:
            raise FieldError("classes/labels", "are one more than compute/steps")
        return self

    @property
    def series(self) -> str:
        """The code of its file, which its editions share; its own code where it has none."""
        return self._series or self.code

    @property
    def series_short(self) -> Text:
        """Its short name without the edition."""
        return self._series_short or self.short

    @property
    def edition_year(self) -> str:
        """The year of its edition; '' where it has none."""
        return self._edition_year

    @property
    def kind(self) -> str:
        """How a fact is made, see `Compute`."""
        return self.compute.kind

    @property
    def top(self) -> Sum:
        """Parts of the numerator with their factors."""
        return self.compute.numerator

    @property
    def sides(self) -> tuple[Sum, Sum, Sum]:
        """The sums that it is made of: numerator, denominator, and what is incomplete."""
        return self.top, self.bottom, self.compute.incomplete

    @property
    def bottom(self) -> Sum:
        """Parts of the denominator with their factors."""
        return self.compute.denominator

    @property
    def absent(self) -> FactStatus:
        """The status of a region that has nothing to count."""
        return FactStatus.of_code(self.compute.absent)

    @property
    def grains(self) -> tuple[Grain, ...]:
        """Lengths of its periods, from month to year."""
        return _GRAINS[self.periods]

    @property
    def only_now(self) -> bool:
        """True when only the last year has facts."""
        return self.periods == "kini"

    @property
    def counts_enforcement(self) -> bool:
        """True when it counts arrests or cases: its first caveat says what they measure, and goes with every figure."""
        return self.group in _ENFORCED

    @property
    def is_count(self) -> bool:
        """True when its values count something, so that a circle of that size says it."""
        return self.kind == "jumlah" or (self.kind == "langsung" and self.scale == 1)

    @property
    def is_packed(self) -> bool:
        """True when maps read it from packs: it has kecamatan or villages, too many to be read as rows."""
        return max(self.levels) >= Place.DISTRICT

    @property
    def pooled(self) -> bool:
        """True when all years are one period."""
        return self.periods == "gabungan"

    @property
    def is_summed(self) -> bool:
        """True when its facts are sums of parts; the others have SQL of their own."""
        return self.compute.is_summed

    @property
    def labels(self) -> tuple[Text, ...]:
        """Names of its classes; empty where classes are fitted."""
        return self.classes.labels

    @property
    def class_count(self) -> int:
        """The number of its classes."""
        return self.classes.count or len(self.classes.labels)

    @property
    def method(self) -> str:
        """How classes are made by default."""
        return self.classes.kind

    @property
    def edges(self) -> tuple[float, ...]:
        """Upper edges of official bands; none where there are no bands."""
        return self.classes.edges

    @property
    def edition(self) -> str:
        """The name of the edition of its bands."""
        return self.classes.edition

    @property
    def edition_source(self) -> str:
        """The regulation that its bands come from."""
        return self.classes.source

    @property
    def valid_from(self) -> str:
        """The day from which its bands are valid."""
        return self.classes.valid_from

    @property
    def is_categorical(self) -> bool:
        """True when a region has a class rather than a number."""
        return bool(self.labels) and not self.edges

    @property
    def is_share(self) -> bool:
        """True when the numerator counts a part of what the denominator counts, so that an interval after Wilson fits."""
        return self.kind == "rasio" and self.scale == 100

    def tells_more(self, clearance: int, level: int) -> bool:
        """True when somebody of this clearance is shown more of a level than the public is: such reading is noted."""
        return clearance > 0 and (self.sensitivity > 0 or (self.is_rounded(level) and clearance >= (self.exact or 0)))

    def is_rounded(self, level: int) -> bool:
        """True when the published figure of a region of this level is rounded."""
        return self.exact is not None and level >= self.rounded_from

    @property
    def has_plain_parts(self) -> bool:
        """True when numerator and denominator are counted in the units that they are named in, not in thousandths of them."""
        return bool(self.bottom) and self.scale >= 1


class Edition(Declared):
    """The scale and bands of one edition."""

    unit: Text
    classes: Classes

    @model_validator(mode="after")
    def _has_bands(self) -> Self:
        if self.classes.kind != "tetap":
            raise FieldError("classes/kind", "an edition has bands (tetap)")
        return self


class EditionedIndicator(_Described):
    """One indicator whose `editions` share neither scale nor bands: each becomes an `Indicator` of its own."""

    editions: dict[Annotated[str, Field(pattern="^[12][0-9]{3}$")], Edition] = Field(min_length=1)


INDICATOR, EDITIONED = TypeAdapter(Indicator), TypeAdapter(EditionedIndicator)
KIND = TypeAdapter(Indicator | EditionedIndicator)  # either kind of file
