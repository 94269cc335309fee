"""What is known of the instruments that clients are assessed with: one YAML file each."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from data.model.yamls import Declared, Name, Text, check, read_yaml

FOLDER = Path(__file__).parent
LEAST_SPREAD = 30  # intakes from which on their spread is taken for that of all clients


class Instrument(Declared):
    """`reliability` of each domain lies between 0 and 1, as `measure` says it was found by `source`."""

    name: Text
    reliability: Annotated[dict[Name, Annotated[float, Field(strict=True, gt=0, lt=1)]], Field(min_length=1)]
    measure: Text
    source: Annotated[str, Field(min_length=3)]


INSTRUMENT = TypeAdapter(Instrument)


@lru_cache(maxsize=1)
def whoqol() -> Instrument:
    """The instrument of quality of life. Raises `ValueError` naming the file, the place in it and the reason."""
    path = FOLDER / "whoqol_bref.yaml"
    return check(INSTRUMENT, read_yaml(path), path)
