"""YAML files of the project, read and validated by models."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    StrictFloat,
    StrictInt,
    TypeAdapter,
    ValidationError,
)
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import ErrorDetails, core_schema

# libyaml's loader takes a tenth of the time; wheels include it, other builds may lack it
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T")


class _TextLoader(_Loader):  # type: ignore[misc]
    """Leaves dates as text: an example is what a sender writes."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in ways if tag != "tag:yaml.org,2002:timestamp"]
    for first, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class FieldError(ValueError):
    """A fault that a model finds in fields taken together; `place` leads from the model to the one to look at."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


class Declared(BaseModel):
    """Base of the models: immutable once read; an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def both_languages(each: Any) -> GetPydanticSchema:
    """A type for ``id`` and ``en``, both required and of the type `each`, and nothing else."""

    def made(_: Any, make: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        field = core_schema.typed_dict_field(make(each))
        return core_schema.typed_dict_schema({"id": field, "en": field}, extra_behavior="forbid")

    return GetPydanticSchema(made)


def _a_day(written: str) -> str:
    date.fromisoformat(written)
    return written


Text = Annotated[dict[str, str], both_languages(Annotated[str, Field(min_length=1)])]
Name = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,40}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_day)]
Number = StrictInt | StrictFloat
Level = Annotated[int, Field(strict=True, ge=0, le=4)]


def read_yaml(file: Path, *, dates_are_text: bool = False) -> Any:
    """The content of a file. Raises `yaml.YAMLError` for one that is not YAML."""
    loader = _TextLoader if dates_are_text else _Loader
    return yaml.load(file.read_bytes(), loader)  # noqa: S506 - safe loaders


def check(kind: TypeAdapter[T], tree: Any, file: Path) -> T:
    """The model that `file` declares, from its `tree`.

    Raises `ValueError` with a line for each fault that names the file, the place in it and the reason:
    ``kasus.yaml: columns/3/unit/en: Field required``.
    """
    try:
        return kind.validate_python(tree)
    except ValidationError as error:
        lines = [f"{file.name}: {_place_and_reason(one)}" for one in error.errors(include_url=False, include_input=False)]
    raise ValueError("\n".join(lines))


def _place_and_reason(error: ErrorDetails) -> str:
    steps, reason = [*map(str, error["loc"])], error["msg"].removeprefix("Value error, ")
    if isinstance(own := error.get("ctx", {}).get("error"), FieldError):
        steps, reason = [*steps, own.place], own.reason
    return f"{'/'.join(steps) or '-'}: {reason}"


class _Untitled(GenerateJsonSchema):
    """Leaves titles out of schemas, where they would repeat each name."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def schema_of(kind: TypeAdapter[Any]) -> dict[str, Any]:
    """The JSON schema of a kind of file, for editors and for the documents."""
    return {"$schema": GenerateJsonSchema.schema_dialect, **kind.json_schema(mode="validation", schema_generator=_Untitled)}
