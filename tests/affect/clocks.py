"""A clock that a test moves."""


class HandClock:
    """Time that passes only when somebody waits for it, or the test says so."""

    def __init__(self, t_ns: int = 0) -> None:
        self.t_ns = t_ns
        self.waits: list[int] = []
        """Every moment that was waited for."""

    def now_ns(self) -> int:
        """Monotonic time, ns."""
        return self.t_ns

    def wait_until(self, t_ns: int) -> None:
        """Be there at once."""
        self.waits.append(t_ns)
        self.t_ns = max(self.t_ns, t_ns)
