"""The command line. Each command imports its rooms only when it is run, so that every one starts quickly."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "play": "play: the title, and from there everything",
    "breathe": "the guided breathing minigame by itself",
    "observe": "read a video and a sound file with the sensors; readings as CSV",
    "sessions": "list, show, export or erase sealed sessions, and how long they are kept",
    "keys": "who can open a player's sessions: passphrase, recovery words, therapists",
    "share": "give chosen sessions to somebody in one sealed file; read such a file; who was given what",
    "audit": "who opened, gave away, changed or erased what of a player, and when",
    "replay": "look back in a browser on this machine: what happened, why, pictures, notes",
    "trends": "what many sittings say together: the usual picture, where things go, an idea for next week",
    "research": "for clinics: figures of many players without names, dates or words",
    "export": "one sitting as files for other eyes or other tools: tables, streams and more",
    "verify": "tell a sealed session again and compare every digest",
    "players": "who plays on this machine: list, add, rename, set up or remove",
    "talk": "who stands on the card of people to talk to: list, add or clear",
    "learnt": "what was learnt of the player over all sittings: show it, or forget it",
    "doctor": "look at devices, models and speed, and say what to do about each problem",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 well, 1 a problem that was said, 2 a wrong call."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    return _run(asked(sys.argv[1:] if words is None else words))


def asked(words: Sequence[str]) -> argparse.Namespace:
    """What a call asks for. Raises SystemExit: a wrong call (2), or one for help (0); either was told."""
    parser = argparse.ArgumentParser(prog="stillwater", description="A relaxation game that listens.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = words[0] if words and words[0] in COMMANDS else None
    for name, help_text in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        if name == named:
            _declare(name, command)
    return parser.parse_args(words)


def _declare(name: str, parser: argparse.ArgumentParser) -> None:
    if name in {"play", "breathe"}:
        import_module("game.commands.play").add(parser, "title" if name == "play" else "breathe")
    else:
        import_module(f"game.commands.{name}").add(parser)


def _run(arguments: argparse.Namespace) -> int:
    from affect.errors import AffectError  # noqa: PLC0415 - the error trees of the rooms, once a command runs
    from game.stage.errors import StageError  # noqa: PLC0415
    from game.vault.errors import VaultError  # noqa: PLC0415

    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except (AffectError, StageError, VaultError) as error:
        print(f"stillwater: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(
            f"stillwater: the library {error.name!r} is not installed. Start by scripts/play, which installs what is "
            "needed, or leave the sensors out: --no-sensors",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:  # whoever read along has closed the pipe (`sessions show | head`): nothing is amiss
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    raise SystemExit(main())
