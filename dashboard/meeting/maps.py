"""The maps of a meeting, frozen: its area's parts by class and figure, in every year up to the meeting's."""

from typing import Any

import numpy as np

from dashboard.analysis.periods import is_part_year, period_words, state_words, years_of
from dashboard.analysis.profile import Profile
from dashboard.cache import answers
from dashboard.documents.html_map import simplified
from dashboard.meeting import headlines
from dashboard.meeting.parts import Block, map_of
from dashboard.meeting.shapes import Shapes, shapes_of, spots
from dashboard.words import palettes
from dashboard.words.legend import all_labels
from dashboard.words.texts import number, pick, text
from data.facts.indicators import Indicator, indicator
from data.model.period import Period
from data.queries import Fit, Freshness, Layer, Nothing
from data.store.scope import Scope
from geo.regions.codes import Level, inside

# what maps show of parts above the village, and of villages; the first of each is the one shown first
PARTS = ("cakupan_bersinar", "kapasitas_inap", "kapasitas_jalan", "kasus_narkoba")
VILLAGES = ("status_bersinar", "jangkauan_inap", "jangkauan_jalan", "kasus_narkoba_desa")
_FLAGS = 128  # bytes below hold a class and flags, those above a kind of nothing
_CLASS = 63


class Maps:
    """Maps of the parts of one area. `shapes` is ``None`` where no part has a shape."""

    def __init__(self, profile: Profile, scope: Scope, state: Freshness) -> None:
        self._profile, self._scope, self._state = profile, scope, state
        self.level = int(profile.level) + 1
        self.codes = VILLAGES if self.level == Level.VILLAGE else PARTS
        self._regions = answers.regions(scope, state.boundary_version, self.level)
        self._start, self._end = inside(self._regions["code"], profile.code)
        names = self._regions.iloc[self._start : self._end].set_index("code")["name"].astype(str).to_dict()
        outlines = answers.shapes(scope, state.boundary_version, self.level, profile.code)
        frame = answers.main_frame(scope, state.boundary_version or "", profile.code)
        self.shapes: Shapes | None = shapes_of(simplified(outlines), names, frame) if len(outlines) else None
        self._numbered = spots(self.shapes)[1] if self.shapes else []

    def block(self, code: str) -> tuple[Block | None, str]:
        """The map of an indicator in the meeting's year, and the sentence that it says."""
        if code not in self.codes or self.shapes is None:
            return None, ""
        item = indicator(code)
        period = self._periods(item)[-1]
        layer = self._layer(item, period, ())
        bytes_, values = self._picked(layer)
        colours, labels = palettes.layer_palette(item, layer), all_labels(item, layer)
        counts = {byte: int((bytes_ == byte).sum()) for byte in sorted(set(bytes_.tolist()))}
        level = text(f"levels.{self.level}")
        legend = [(colours[byte], labels[byte], number(count)) for byte, count in counts.items()]
        if item.is_categorical:
            known = {byte: count for byte, count in counts.items() if byte < min(Nothing)}
            said = headlines.of_stages([labels[byte] for byte in known], list(known.values()), level)
        else:
            said = headlines.of_map(item, self.shapes["names"], values.tolist(), level)
        title = f"{pick(item.name)} ({pick(item.unit)}), {self._label(item, period)}"
        return map_of(title, [colours[int(byte)] for byte in bytes_], legend, self._numbered), said

    def live(self) -> list[dict[str, Any]]:
        """Everything that the map asked for with M can show."""
        return [self._of_live(indicator(code)) for code in self.codes] if self.shapes else []

    def _of_live(self, item: Indicator) -> dict[str, Any]:
        periods, known = [], tuple(self._periods(item))
        legend: dict[int, str] = {}
        for period in known:
            layer = self._layer(item, period, known)  # one set of classes for all years, so that they compare
            colours = palettes.layer_palette(item, layer)
            labels = all_labels(item, layer)
            bytes_, values = self._picked(layer)
            legend |= {int(byte): labels[int(byte)] for byte in bytes_}
            periods.append(
                {
                    "label": self._label(item, period),
                    "colours": [colours[int(byte)] for byte in bytes_],
                    "words": [
                        f"{number(value, item.decimals)} {pick(item.unit)}" if np.isfinite(value) else labels[int(byte)]
                        for value, byte in zip(values, bytes_, strict=True)
                    ],
                }
            )
        return {
            "name": pick(item.name),
            "unit": pick(item.unit),
            "note": pick(item.caveats[0]) if item.caveats and item.theme == "penangkapan" else "",
            "legend": [[colours[byte], legend[byte]] for byte in sorted(legend)],
            "periods": periods,
        }

    def _periods(self, item: Indicator) -> list[str]:
        """Comparable years up to the meeting's; at least one."""
        known = years_of(item, self._state)
        if item.pooled:
            return list(known)
        return [one for one in known if item.comparable_from <= one <= self._profile.period] or [self._profile.period]

    def _label(self, item: Indicator, period: str) -> str:
        if item.pooled:
            return period_words(Period.parse(period))
        return state_words(period, self._state)

    def _layer(self, item: Indicator, period: str, together: tuple[str, ...]) -> Layer:
        """A period in classes that are fitted to this area, in the periods `together`; in this one alone without any."""
        fit = Fit("", self._start, self._end, together)
        return answers.layer(self._scope, self._state.data_version, item.code, self.level, period, fit)

    def _picked(self, layer: Layer) -> tuple[np.ndarray, np.ndarray]:
        """Classes without flags and values of the parts that have a shape; a value that may not be shown is NaN."""
        assert self.shapes is not None
        numbers = self._regions["code"].searchsorted(self.shapes["codes"])
        found = layer.classes[numbers]
        plain = np.where(found < _FLAGS, found & _CLASS, found)
        shown = np.where(plain < min(Nothing), layer.value[numbers].astype(float), np.nan)
        return plain, np.full(len(plain), np.nan) if layer_is_classes(layer) else shown


def layer_is_classes(layer: Layer) -> bool:
    """Whether a layer holds classes alone, without a figure for each part."""
    return indicator(layer.indicator).is_categorical


def is_running(item: Indicator, year: str, state: Freshness) -> bool:
    """Whether a figure of a year still grows because the year is not over."""
    return item.accumulates and is_part_year(year, state)
