"""The definition of a number, one click away from it: made from the registry, so that the two cannot drift."""

import streamlit as st

from dashboard.words.texts import pick, text
from data.facts.indicators import Indicator


def show_method(item: Indicator, *, titled: bool = False) -> None:
    """Definition, parts, unit, sensitivity, source, legal basis and caveats of an indicator."""
    with st.expander(pick(item.name) if titled else text("method.title"), icon=":material/menu_book:"):
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
        lines += [f"- {pick(caveat)}" for caveat in item.caveats]
        st.markdown("\n\n".join(lines))


def _classes(item: Indicator) -> str:
    if item.edition:
        return text("method.edition", edition=item.edition)
    return text("method.fixed") if item.is_categorical else text("method.quantile", count=item.class_count)
