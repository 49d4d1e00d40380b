"""``replay``: look back at what was recorded, in a browser on this machine: lanes, pictures, reasons, notes."""

import argparse
import sys
import webbrowser

from game.commands.fingerprint import rules_fingerprint
from game.commands.household import this_home

HOST = "127.0.0.1"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="where to listen; default: a free one")
    parser.add_argument("--host", default=HOST, help="127.0.0.1 or ::1; no other is listened at")
    parser.add_argument("--open", action="store_true", help="also open the page in the browser of this desktop")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until it is ended. 0 = ended well, 1 = it could not be served."""
    from game.replay.app import create_app  # noqa: PLC0415 - the web libraries, only where they are wanted
    from game.replay.errors import ReplayError  # noqa: PLC0415
    from game.replay.ghost import Ghost  # noqa: PLC0415
    from game.replay.peers import peers_here  # noqa: PLC0415
    from game.replay.serve import serve  # noqa: PLC0415
    from game.replay.visits import lasting_s  # noqa: PLC0415

    app = create_app(this_home(), rules_fingerprint(), lasting_s, Ghost, is_ours=peers_here())
    try:
        serve(app, arguments.host, arguments.port, lambda address: _ready(address, arguments.open))
    except ReplayError as error:
        print(f"stillwater: {error}", file=sys.stderr)
        return 1
    return 0


def _ready(address: str, opens: bool) -> None:
    """Say where it is; it opens nothing by itself."""
    print(f"Look back at {address}  (on this machine only; Ctrl-C ends it)", flush=True)
    if opens:
        webbrowser.open(address)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError("give a number from 0 to 65535")
    return int(text)
