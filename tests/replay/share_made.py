"""A family that gives sittings away, the recipient's keys, bundles made by hand, and what their browser sends."""

import base64
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from game.commands.household import Household
from game.core.trace import decode_header, encode_header
from game.replay.share_given import last_moment
from game.replay.share_lanes import LANES, bare_header, choose, let_through
from game.vault.address import Address, Opener
from game.vault.bundle import Chosen, Terms, bundle_pieces
from game.vault.home import Home, open_home, player_folder
from game.vault.index import note_begin
from game.vault.keys import add_therapist, set_passphrase
from game.vault.layout import Record
from game.vault.passphrase import Passphrase
from game.vault.therapist import read_therapist_key
from game.vault.writer import Writer
from tests.replay.lanes_made import Made, played
from tests.replay.visiting import NOW_S, PASSPHRASE, THERAPIST, Browser

DAYS = ("2026-01-02T16:05:00+0000", "2026-01-04T17:30:00+0000", "2026-01-05T10:00:00+0000")
"""When the family's sittings began."""
TERMS = Terms("Otter", "Please look at the second one.", 0, last_moment(date(2026, 1, 7)))
"""To be read until the day after NOW_S."""


def fresh_key() -> tuple[bytes, Opener]:
    """A recipient's private key as a PEM file without a passphrase, and what it opens with."""
    data = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return data, read_therapist_key(data, None)


def a_family(root: Path, therapist: Address) -> Home:
    """A home whose player has a passphrase, a therapist, and really played sittings of two minutes."""
    home = open_home(root)
    guardian, folder = Passphrase(PASSPHRASE), player_folder(home)
    set_passphrase(folder, home.device, guardian, int(NOW_S))
    add_therapist(folder, home.device, THERAPIST, therapist, int(NOW_S), guardian)
    household, made = Household(home, print), played().made
    for started in DAYS:
        setup = encode_header(replace(decode_header(made.setup), started=started, source="live"))
        with Writer(household.sessions, household.public, setup) as writer:
            began_s = int(datetime.strptime(started, "%Y-%m-%dT%H:%M:%S%z").timestamp())
            note_begin(household.folder, home.device, writer.session_id, began_s)
            for kind, payload in made.records():
                writer.append(kind, payload)
    return home


def given(
    made: Made, address: Address, lanes: Iterable[str] = tuple(LANES), terms: Terms = TERMS, started: str = "day 1"
) -> bytes:
    """A bundle of one sitting with these lanes."""
    header, choice = decode_header(made.setup), choose(lanes)
    records = let_through(made.records(), choice, header.setup.posterior)
    return sealed(bare_header(header, choice, started), records, address, terms)


def sealed(setup: bytes, records: Iterable[Record], address: Address, terms: Terms = TERMS) -> bytes:
    """A bundle of one sitting of whatever bytes."""
    return b"".join(bundle_pieces(address, terms, [Chosen(0, setup, records)]))


def parcel(bundle: bytes, key: bytes, secret: str = "") -> bytes:
    """What a browser sends to open a bundle."""
    head = json.dumps({"key": base64.b64encode(key).decode(), "secret": secret}).encode()
    return len(head).to_bytes(4, "big") + head + bundle


def hand_in(browser: Browser, body: object, **headers: str | None) -> httpx.Response:
    """Send it, as our own page does; a header that is None is left out."""
    own = {**browser.own_headers, "content-type": "application/octet-stream"}
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.send("POST", "/given", headers=own, content=body)
