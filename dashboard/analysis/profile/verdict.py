"""The verdict on an area in one plain sentence: beside its peers, else since last year, and its targets."""

from collections.abc import Sequence

from dashboard.analysis.profile.rules import Sentence
from dashboard.words.texts import number, pick, text
from data.facts.indicators import indicator

_NAMED = 3  # figures named in the sentence; the others are counted


def verdict_of(apart: Sequence[Sentence], changed: Sequence[Sentence], targets: Sequence[Sentence], *, peers: int) -> str:
    """The sentence. `apart` are figures far from those of the peers, `changed` those that differ from last year's; `peers` is
    how many areas were compared with.
    """
    beside, since = _sides("peers", apart) or text("verdict.peers_none"), _sides("year", changed) or text("verdict.nobody")
    first = beside if peers else since
    if not targets:
        return text("verdict.without_target", first=first)
    return text("verdict.with_targets", first=first, targets=_targets(targets))


def _sides(kind: str, sentences: Sequence[Sentence]) -> str:
    """Better in what, worse in what; empty where neither."""
    better, worse = ([one.indicator for one in sentences if one.better is side] for side in (True, False))
    if better and worse:
        return text(f"verdict.{kind}_both", better=listed(better), worse=listed(worse))
    if better or worse:
        word = "better" if better else "worse"
        return text(f"verdict.{kind}_{word}", count=number(len(better or worse)), names=listed(better or worse))
    return ""


def _targets(sentences: Sequence[Sentence]) -> str:
    late, count = [one.indicator for one in sentences if one.better is False], len(sentences)
    if not late:
        return text("verdict.target_one" if count == 1 else "verdict.target_all", count=number(count))
    if len(late) == count:
        return text("verdict.missed_one" if count == 1 else "verdict.missed_all", count=number(count), names=listed(late))
    return text("verdict.missed_some", late=number(len(late)), count=number(count), names=listed(late))


def listed(codes: Sequence[str]) -> str:
    """Names of indicators as they stand inside a sentence; from the fourth on they are counted."""
    names = [inside_sentence(pick(indicator(code).short)) for code in codes]
    if len(names) > _NAMED + 1:
        return text("verdict.more", names=", ".join(names[:_NAMED]), count=number(len(names) - _NAMED))
    return text("verdict.and", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)


def inside_sentence(name: str) -> str:
    """A name with a small first letter, unless it begins with an abbreviation (``RAN melapor``) or the programme's name."""
    return name if name[1:2].isupper() or name.startswith("Bersinar") else name[:1].lower() + name[1:]
