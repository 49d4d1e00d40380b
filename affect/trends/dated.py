"""Which sessions say a time that can be believed: the clock of a machine may be years off until somebody mends it.

Nobody asks a network what time it is. What is known is what time it is now, and in which order the sessions were
played. One that lies ahead of now was told a wrong time; and where the times do not rise in that order, as few as
possible are doubted: one sitting under a wrong clock takes out itself and no other, whether it was ahead or back. What
was doubted is looked at nowhere over time, as if it had no time; by itself it stays as it was sealed.
"""

from bisect import bisect_right
from collections.abc import Sequence

from affect.trends.session import DAY_S

GRACE_S = DAY_S
"""So far ahead of now is no fault: a clock was mended by hand, or a zone was set where the hour should have been."""


def dated(started_s: Sequence[int], now_s: float) -> tuple[int, ...]:
    """Places of the sessions whose time can be believed, rising.

    They are the longest row in which no day comes before an earlier one (Schensted 1961, Canad. J. Math. 13:179); the
    hour within a day is nobody's fault. Of rows as long the last sitting counts, and before it the later day: a clock
    that was lost begins at an old date.

    Args:
        started_s: when each says that it began, seconds since 1970, UTC, in the order in which they were played; 0 = it
            does not say.
        now_s: what time it is.
    """
    day = [one_s // DAY_S for one_s in started_s]
    piles, tops = list[list[int]](), list[int]()
    for place, one_s in enumerate(started_s):
        if 0 < one_s <= now_s + GRACE_S:
            # The longest row that ends here has one sitting of each pile before this one; days fall within a pile.
            at = bisect_right(tops, day[place])
            if at == len(piles):
                piles.append([])
            piles[at].append(place)
            tops[at : at + 1] = [day[place]]
    row = list[int]()
    for pile in reversed(piles):
        row.append(next(place for place in pile if day[place] <= day[row[-1]]) if row else pile[-1])
    return tuple(reversed(row))
