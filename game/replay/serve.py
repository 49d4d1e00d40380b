"""The server: uvicorn on loopback, and nowhere else."""

import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.applications import Starlette

from game.replay.errors import NoPort, NotLoopback
from game.replay.guard import LOOPBACK

MOST_AT_ONCE = 64
"""Requests that are answered at the same time; more are turned away."""
BACKLOG = 32


def serve(app: Starlette, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until somebody ends it (Ctrl-C, SIGTERM).

    Args:
        app: what is served.
        host: "127.0.0.1" or "::1".
        port: 0 = one that is free.
        ready: told the address once it is listened at.

    Raises:
        NotLoopback: another host. NoPort: the port cannot be had.
    """
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{listening.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=3,
    )
    with listening, suppress(KeyboardInterrupt):  # raised again by uvicorn once all is closed
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at this machine's loopback. Raises NotLoopback, NoPort."""
    if host not in LOOPBACK:
        raise NotLoopback(
            f"{host} is not this machine's loopback. What players recorded is shown on this machine only: "
            "leave --host out, or give 127.0.0.1 or ::1."
        )
    family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        raise NoPort(f"Port {port} cannot be had ({error}). Leave --port out, and a free one is taken.") from None
    return listening
