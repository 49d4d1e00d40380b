"""Whose connection it is: every account of a machine reaches its loopback, and only one of them is the family's.

Linux says of each TCP socket whose it is, in /proc/net/tcp and tcp6 (the kernel's
Documentation/networking/proc_net_tcp.rst). The other end of a connection to this machine is a socket of this machine,
so its line is there: local address theirs, remote address ours. A look costs 1.4 ms, nearly all of it the kernel's
walk over its 262144 places for connections (a virtual machine of two cores; 2.4 ms beside a thousand sockets). Every
request is looked at, so nothing is remembered that could outlive its connection.
"""

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

End = tuple[str, int]
"""One end of a connection: address and port."""
IsOurs = Callable[[End, End], bool]
"""Whether a connection from the first end to the second was made by whom we answer."""

_TABLES = Path("/proc/net/tcp"), Path("/proc/net/tcp6")
_LOOKS = 2
"""The kernel gives a table page by page, so a line can slip through while other sockets close."""
_ROOT = 0


def anybody(theirs: End, ours: End) -> bool:
    """Every account is answered: where nobody says whose a connection is."""
    return True


def peers_here() -> IsOurs:
    """How this machine tells whose a connection is; ``anybody`` where it does not (no Linux)."""
    return is_same_account if os.access(_TABLES[0], os.R_OK) else anybody


def is_same_account(theirs: End, ours: End) -> bool:
    """Whether a connection was made by our own account, or by root, who can read all we have anyway.

    Args:
        theirs: the end it came from.
        ours: the end it came to.
    """
    return any(account in (os.geteuid(), _ROOT) for _ in range(_LOOKS) for account in _accounts(theirs, ours))


def _accounts(theirs: End, ours: End) -> Iterator[int]:
    """Whose the other end is: one number, or none where there is no such socket."""
    wanted = {f" {_written(*theirs, mapped)} {_written(*ours, mapped)} " for mapped in (False, True)}
    for table in _TABLES:
        with suppress(FileNotFoundError):  # IPv6 can be switched off
            for line in table.read_text(encoding="ascii").splitlines():
                if any(ends in line for ends in wanted):
                    fields = line.split()
                    account, inode = int(fields[7]), int(fields[9])
                    if inode:  # a socket that was closed belongs to nobody any more; its line then says account 0
                        yield account


def _written(host: str, port: int, mapped: bool) -> str:
    """An end as the tables write it: each 32 bits of the address as this processor reads them, in hex, and the port.

    Args:
        host: its address.
        port: its port.
        mapped: write an address of IPv4 as one of IPv6 (::ffff:127.0.0.1): so it stands where a socket of IPv6 made
            the connection.
    """
    address: IPv4Address | IPv6Address = ip_address(host)
    if mapped and address.version == 4:
        address = ip_address(f"::ffff:{host}")
    words = struct.unpack(f"={len(address.packed) // 4}I", address.packed)
    return f"{''.join(f'{word:08X}' for word in words)}:{port:04X}"
