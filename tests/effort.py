"""How much work something is, told by work that is known and done in the same run.

Seconds say little on a slow or shared machine, where both kinds of work take longer alike; their ratio stays.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

_TRIES: Final = 2


def seconds(work: Callable[[], object]) -> float:
    """What ``work`` takes of the processor in this thread, at least a millisecond."""
    began = time.thread_time()
    work()
    return max(time.thread_time() - began, 0.001)


def assert_at_most(times: float, work: Callable[[], object], known: Callable[[], object], name: str = "It") -> None:
    """``work`` takes at most ``times`` as long as what is ``known``; a hiccup of the machine is given another try."""
    measured = []
    for _try in range(_TRIES):
        measured.append(seconds(work) / seconds(known))
        if measured[-1] <= times:
            return
    ratios = ", ".join(f"{ratio:.1f}" for ratio in measured)
    raise AssertionError(f"{name} took {ratios} times as long as what is known; {times:.1f} is allowed")
