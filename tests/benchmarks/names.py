"""What becomes of names of regions as people write them: two lists, read, offered first, asked, refused.

`python -m tests.benchmarks.names`; with `--semua` every name that was not read, with the sentence that its sender gets.
"""

import sys
from collections import Counter

from tests.intake.name_list import ASKED, OFFERED, READ, REFUSED, WRONG, Name, Outcome, listed, outcome

_WHATS = (READ, OFFERED, ASKED, REFUSED, WRONG)


def main() -> None:
    """Print the tables."""
    found = [(one, outcome(one)) for one in listed()]
    meant = [(one, became) for one, became in found if one.codes]
    lists = list(dict.fromkeys(one.list for one, _ in found))
    print("| list | names |", " | ".join(_WHATS), "|", "\n|---|" + "---|" * (1 + len(_WHATS)))
    for name in lists:
        print(_line(name, [became for one, became in meant if one.list == name]))
        if other := [became for one, became in found if one.list == name and not one.codes]:
            print(_line(f"{name}, names of no region", other))
    print("\n| kind | names |", " | ".join(_WHATS), "|", "\n|---|" + "---|" * (1 + len(_WHATS)))
    for kind in sorted({one.kind for one, _ in found}):
        print(_line(kind, [became for one, became in found if one.kind == kind]))
    if "--semua" in sys.argv:
        for one, became in found:
            if became.what != READ:
                print(_said(one, became))


def _line(name: str, outcomes: list[Outcome]) -> str:
    counted = Counter(one.what for one in outcomes)
    return f"| {name} | {len(outcomes)} | " + " | ".join(str(counted[what]) for what in _WHATS) + " |"


def _said(one: Name, became: Outcome) -> str:
    return f"{became.what}: {one.list} {one.name!r} (right: {' '.join(one.codes) or 'none'}): {became.said}"


if __name__ == "__main__":
    main()
