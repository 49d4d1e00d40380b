"""Lab Streaming Layer (https://labstreaminglayer.org), kept on this machine.

liblsl is told to look and to listen on the loopback address alone. That covers how streams are found, not how they are
read: it opens its data and its query sockets on every address (0.0.0.0), and has no setting for that. So every
internet socket of the process is bound to the loopback interface as soon as it is there (SO_BINDTODEVICE, which Linux
grants to everybody since 5.7, once for each socket): from then on the kernel hands it nothing that came over a network,
and ``ss`` shows it as ``0.0.0.0%lo``. Where that is not possible, nothing is opened.
"""

import importlib
import ipaddress
import os
import socket
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from affect.devices.clock import S_NS
from affect.errors import MissingLibraryError, NotKeptHereError

CONFIGURATION: Final = """
[ports]
IPv6 = disable
[multicast]
ResolveScope = machine
AddressesOverride = {127.0.0.1}
ListenAddress = 127.0.0.1
Interfaces = {127.0.0.1}
[lab]
KnownPeers = {127.0.0.1}
[log]
level = -3
"""
"""Configuration of liblsl: no address outside this machine is asked or listened to. It counts before any file and any
environment variable."""
OWN: Final = "stillwater-"
"""How the source ids of our own streams begin."""
_LOOPBACK: Final = b"lo\0"
_NAME_BYTES: Final = 16
"""Room for the name of an interface (IFNAMSIZ)."""
_TRIES: Final = 5


def load(device: str) -> ModuleType:
    """pylsl, configured.

    Args:
        device: on whose behalf, for the message: value of a Device.

    Raises:
        MissingLibraryError: pylsl, or liblsl in it, is not there.
        NotKeptHereError: this system cannot keep it on this machine.
    """
    if sys.platform != "linux":
        raise NotKeptHereError(
            f"{device}.not_here",
            sys.platform,
            "Lab Streaming Layer can be kept on this machine only under Linux, so it stays off. Play without --lsl.",
        )
    try:
        pylsl = importlib.import_module("pylsl")
    except (ImportError, RuntimeError, OSError):
        raise MissingLibraryError(
            f"{device}.no_lsl",
            "pylsl",
            "The library pylsl is missing. Start by scripts/play --lsl once with the network on: it installs it. "
            "By hand: pip install 'stillwater[lsl]'.",
        ) from None
    pylsl.set_config_content(CONFIGURATION)
    return pylsl


def try_here() -> None:
    """Open a socket and keep it here, and again as ``keep_here`` would a second later, without any stream. Raises
    DeviceError, as ``load`` and ``keep_here`` would."""
    load("streams")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        _bind(one, "streams")
        _bind(one, "streams")


def keep_here(device: str) -> None:
    """Bind every internet socket of this process to the loopback interface. Quick: ask again whenever some may be new.

    Raises:
        NotKeptHereError: that is refused, or somebody outside is already connected.
    """
    for name in os.listdir("/proc/self/fd"):
        try:
            if not str(Path(f"/proc/self/fd/{name}").readlink()).startswith("socket:"):
                continue
            one = socket.socket(fileno=os.dup(int(name)))
        except OSError:
            continue  # closed meanwhile, by liblsl
        with one:
            if one.family in (socket.AF_INET, socket.AF_INET6):
                _bind(one, device)


def _bind(one: socket.socket, device: str) -> None:
    try:
        if one.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, _NAME_BYTES) != _LOOPBACK:
            # Only root may bind one that is bound already, even to the same interface.
            one.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, _LOOPBACK)
    except OSError as error:
        raise _outside(device, error.strerror or "") from None
    try:
        peer = one.getpeername()[0]
    except OSError:
        return  # nobody is connected
    if not ipaddress.ip_address(peer).is_loopback:
        raise _outside(device, peer)


def _outside(device: str, detail: str) -> NotKeptHereError:
    text = f"Lab Streaming Layer could not be kept on this machine ({detail}), so it was ended. Play without --lsl."
    return NotKeptHereError(f"{device}.not_here", detail, text)


class LslTime:
    """The clock that liblsl stamps samples with, beside ours. Under Linux both are the monotonic clock of the kernel;
    the difference is measured all the same, not assumed."""

    def __init__(self, pylsl: ModuleType) -> None:
        differences = []
        for _ in range(_TRIES):
            before_ns = time.monotonic_ns()
            theirs_s: float = pylsl.local_clock()
            after_ns = time.monotonic_ns()
            differences.append((after_ns - before_ns, theirs_s * S_NS - (before_ns + after_ns) / 2))
        self._ahead_ns = min(differences)[1]

    def to_lsl_s(self, t_ns: int) -> float:
        """Our monotonic time as liblsl's, s."""
        return (t_ns + self._ahead_ns) / S_NS

    def from_lsl_ns(self, t_s: float) -> int:
        """liblsl's time as our monotonic one, ns. Raises ValueError, OverflowError where it is no number."""
        return round(t_s * S_NS - self._ahead_ns)


def describe(info: Any, labels: tuple[str, ...], units: tuple[str, ...]) -> None:
    """Write channel names and units into a stream's description, as the XDF specification asks for."""
    info.set_channel_labels(list(labels))
    info.set_channel_units(list(units))
    info.desc().append_child("acquisition").append_child_value("manufacturer", "Stillwater")
