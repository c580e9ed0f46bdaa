"""Which areas came of which: splits and mergers, followed forwards and backwards.

Invariant: a code is mapped only where the answer is one; where an area was divided, nothing but a place can say into which part.
"""

from collections.abc import Collection, Mapping


class Lineage:
    """Told which codes each code replaced: `{"mercia": {"northshire", "southshire"}}`."""

    def __init__(self, replaced: Mapping[str, Collection[str]]) -> None:
        self._before = {code: frozenset(codes) - {code} for code, codes in replaced.items()}
        self._after: dict[str, set[str]] = {}
        for code, codes in self._before.items():
            for old in codes:
                self._after.setdefault(old, set()).add(code)

    def among(self, code: str, valid: Collection[str]) -> str | None:
        """The one valid code that `code` is, became or came of; None when there is none or several."""
        if code in valid:
            return code
        for steps in (self._after, self._before):
            found = self._reach(code, valid, steps)
            if len(found) == 1:
                return found.pop()
        return None

    def _reach(self, code: str, valid: Collection[str], steps: Mapping[str, Collection[str]]) -> set[str]:
        found, seen, frontier = set(), {code}, [code]
        while frontier:
            for following in steps.get(frontier.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    if following in valid:
                        found.add(following)
                    else:
                        frontier.append(following)
        return found
