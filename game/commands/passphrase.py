"""The option by which a passphrase reaches a command: a prompt, or a file descriptor. Never argv or environment."""

import argparse


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Declare ``--passphrase-fd``."""
    parser.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read the passphrase from file descriptor N (one line) instead of asking for it; "
        "the first time anybody looks back, it becomes the passphrase",
    )
