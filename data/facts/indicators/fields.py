"""Fields of an indicator that are models of their own: how a fact is made, how values become classes, what changed."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from data.model.yamls import Day, Declared, FieldError, Name, Text


def _term(written: object) -> object:
    """``-b`` takes b away, ``2*b`` counts it twice."""
    if not isinstance(written, str):
        return written
    factor, _, part = written.rpartition("*")
    sign = -1.0 if part.startswith("-") else 1.0
    return sign * float(factor or 1), part.lstrip("-")


_Term = Annotated[
    tuple[float, Name],
    BeforeValidator(_term, json_schema_input_type=Annotated[str, Field(pattern=r"^-?([0-9]+\*)?-?[a-z][a-z0-9_]*$")]),
]
Sum = tuple[_Term, ...]


class Compute(Declared):
    """How a fact is made of parts of `data/facts/parts`.

    `kind`: ``jumlah`` (the numerator), ``rasio`` (numerator over denominator), ``median`` (of the values its part counts),
    ``langsung`` (what was sent, never added), ``kelas`` (the numerator is the class), ``kelas_gabungan`` (the class of the
    numerator over all years together; class n begins at the nth of `steps`, below the first is class 0) or ``jangkauan``
    (the places of the numerator within 50 km of a village). The last two have SQL of their own, the others are sums.
    `absent` says what a region with nothing to count is; a class is *belum lengkap* instead where there are only `incomplete`
    parts: begun, and not enough to count.
    """

    kind: Literal["jumlah", "rasio", "median", "langsung", "kelas", "kelas_gabungan", "jangkauan"]
    numerator: Sum = Field(min_length=1, description="parts that are added; -part is taken away, 2*part counted twice")
    denominator: Sum = ()
    incomplete: Sum = ()
    absent: Literal["tidak_dilaporkan", "tidak_diukur", "tidak_berlaku"] = "tidak_berlaku"
    steps: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind == "rasio" and not self.denominator:
            raise FieldError("denominator", "is missing for a rasio")
        if self.incomplete and self.kind != "kelas":
            raise FieldError("incomplete", f"has no meaning for {self.kind}")
        if (self.kind == "kelas_gabungan") != bool(self.steps):
            raise FieldError("steps", "belong to kelas_gabungan, and to nothing else")
        if list(self.steps) != sorted(set(self.steps)):
            raise FieldError("steps", "do not rise")
        if not self.is_summed and ([factor for factor, _ in self.numerator] != [1.0] or self.denominator):
            raise FieldError("numerator", f"is one part, taken once, for {self.kind}")
        return self

    @property
    def is_summed(self) -> bool:
        """True when facts are sums of parts; the others have SQL of their own."""
        return self.kind not in ("kelas_gabungan", "jangkauan")


class Classes(Declared):
    """How values become classes: ``kategori`` (`labels` are the classes), ``tetap`` (`edges` are the upper edges of official
    bands of an `edition` and leave no other choice), or fitted to the values shown (`count` classes)."""

    kind: Literal["kategori", "kuantil", "fisher_jenks", "sama", "kepala_ekor", "tetap"]
    count: Annotated[int, Field(strict=True, ge=2, le=7)] | None = None
    edges: tuple[Annotated[float, Field(strict=True, gt=0)], ...] = Field((), max_length=7)
    edition: str = Field("", min_length=4)
    source: str = Field("", min_length=4)
    valid_from: Day = ""
    valid_until: Day = ""
    labels: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        banded, fitted = self.kind == "tetap", self.kind not in ("tetap", "kategori")
        for name in ("edges", "edition", "source", "valid_from"):
            if banded and not getattr(self, name):
                raise FieldError(name, "is missing for bands (tetap)")
        if self.edges and not banded:
            raise FieldError("edges", f"belong to bands (tetap), not to {self.kind}")
        if not fitted and not self.labels:
            raise FieldError("labels", f"are missing for {self.kind}")
        if fitted and not self.count:
            raise FieldError("count", f"is missing for {self.kind}")
        if banded and (len(self.edges) != len(self.labels) or list(self.edges) != sorted(set(self.edges))):
            raise FieldError("edges", "are as many as labels, and rise")
        return self


class Change(Declared):
    """A change of a definition, and when it was made."""

    date: Day
    id: str = Field(min_length=8)
    en: str = Field(min_length=8)

    @property
    def words(self) -> Text:
        """What changed, in both languages."""
        return {"id": self.id, "en": self.en}


class PublishedAs(Declared):
    """The published figures comparable with the store's own rows: ``topic, measure, scope`` of `inti.published_figure`."""

    topic: str = Field(min_length=1)
    measure: str = Field(min_length=1)
    scope: str = ""
