"""The definition of a number, one click away from it: made from the registry, so that the two cannot drift."""

import streamlit as st

from dashboard.analysis.village_card import edition_lines
from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator
from data.facts.parts import group_of_item


def show_method(item: Indicator, *, titled: bool = False, expanded: bool = False) -> None:
    """Definition, parts, unit, sensitivity, source, legal basis and caveats of an indicator."""
    with st.expander(pick(item.name) if titled else text("method.title"), icon=":material/menu_book:", expanded=expanded):
        lines = [pick(item.definition), f"**{text('method.numerator')}**: {pick(item.numerator)}"]
        if item.denominator is not None:
            lines.append(f"**{text('method.denominator')}**: {pick(item.denominator)}")
        lines += [
            f"**{text('method.unit')}**: {pick(item.unit)}",
            f"**{text('method.sensitivity')}**: {text('sensitivity.' + item.sensitivity.name.lower())}",
            f"**{text('method.classes')}**: {_classes(item)}",
            f"**{text('method.source')}**: {pick(item.source)}",
            f"**{text('method.legal')}**: {item.legal_basis}",
        ]
        if item.group == "bersinar":
            lines.append(f"**{text('edition.title')}**:\n\n" + "\n".join(f"- {line}" for line in edition_lines()))
        covered = group_of_item(item).covered
        if covered in ("kiriman", "umum", "umum_masa"):
            lines.append(f"- {text('method.absent')}")
        if covered == "umum":
            lines.append(f"- {text('method.register')}")
        lines += [f"- {pick(caveat)}" for caveat in item.caveats]
        st.markdown("\n\n".join(lines))


def _classes(item: Indicator) -> str:
    if item.edition:
        return text("method.edition", edition=item.edition)
    return text("method.fixed") if item.is_categorical else text("method.quantile", count=item.class_count)
