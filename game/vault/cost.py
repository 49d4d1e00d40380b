"""What a guess costs: Argon2id, and how little or much of it a file may ask for."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from game.vault.seal import KEY_BYTES


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of Argon2id; it stands in every file that was made with it."""

    memory_kib: int
    """Memory in KiB."""
    passes: int
    """Passes over it."""
    lanes: int
    """Lanes side by side."""

    @property
    def bounded(self) -> bool:
        """Whether it is neither below the floor nor beyond what a machine can bear."""
        return (
            USUAL.memory_kib <= self.memory_kib <= MOST.memory_kib
            and USUAL.passes <= self.passes <= MOST.passes
            and USUAL.lanes <= self.lanes <= MOST.lanes
        )

    def stretched(self, secret: bytes, salt: bytes) -> bytes:
        """32 bytes by Argon2id: with USUAL about a tenth of a second and 64 MiB."""
        kdf = Argon2id(
            salt=salt, length=KEY_BYTES, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory_kib
        )
        return kdf.derive(secret)


NONE = Cost(0, 0, 0)
"""What stands in a file where nothing is stretched."""
USUAL = Cost(64 * 1024, 3, 4)
"""RFC 9106 section 4, second recommendation, above OWASP's least (19 MiB, 2, 1). Also the floor."""
MOST = Cost(1024 * 1024, 16, 16)
"""Above this a file would stall the machine."""
