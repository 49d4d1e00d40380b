"""Started in the cluster's environment by its tests: prints the address of every socket that Ray listens on.

Processes of Ray are those that were given its home folder, and this one; Linux says which sockets are whose.
"""

import os
import socket
import stat
import struct
from pathlib import Path

from scripts.cluster_run.machines import machines

LISTENS = "0A"
"""The state of a listening socket in /proc/net/tcp."""


def sockets(home: str) -> set[str]:
    """Numbers of all sockets of Ray's processes."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.name == str(os.getpid()) or os.fsencode(home) in (process / "environ").read_bytes():
                opened = [os.readlink(file) for file in (process / "fd").iterdir()]
                found |= {name[len("socket:[") : -1] for name in opened if name.startswith("socket:")}
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def listening(numbers: set[str]) -> list[str]:
    """Addresses that those among the sockets listen on."""
    addresses = []
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]:
            words = line.split()
            if words[3] == LISTENS and words[9] in numbers:
                addresses.append(readable(words[1].partition(":")[0]))
    return addresses


def readable(address: str) -> str:
    """An address of the table, words of four bytes in the machine's order, as people write it."""
    packed = b"".join(struct.pack("=I", int(address[place : place + 8], 16)) for place in range(0, len(address), 8))
    if len(packed) == 16 and packed.startswith(bytes(10) + b"\xff\xff"):
        packed = packed[12:]
    return socket.inet_ntop(socket.AF_INET if len(packed) == 4 else socket.AF_INET6, packed)


def started() -> bool:
    """What a worker does, so that there is one."""
    return True


if __name__ == "__main__":
    with machines(1, None):
        import ray  # after its settings

        ray.get(ray.remote(started).remote())
        home = Path(os.environ["HOME"])
        if stat.S_IMODE(home.stat().st_mode) != stat.S_IRWXU or not (home / ".ray" / "auth_token").exists():
            raise SystemExit(f"others may look into {home}, where the token lies")
        print(*listening(sockets(str(home))))
