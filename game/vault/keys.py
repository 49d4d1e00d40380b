"""Who can open what: a player's key pair on the disk, and the recipients its private half is sealed to.

Playing needs only the public key, so the game writes what it cannot read. Until somebody sets a passphrase the
ring of private keys opens with the device key; from then on with the passphrase, with recovery words, or with
the key of a therapist that was added. Whoever is taken away keeps what they had: a change holds forward only.
So each such change puts a new pair in front of the ring, to which everything is sealed from then on.
"""

from dataclasses import dataclass
from pathlib import Path

from game.vault.address import Address, Opener
from game.vault.device import DeviceKey, plain_body, plain_file
from game.vault.disk import blank_file, create_file, locked, read_file, replace_file
from game.vault.errors import Broken, CannotOpen, Damaged, Locked, Missing, Unfit, not_written
from game.vault.keyfile import CANNOT, MOST_FILE_BYTES, FirstForm, SecondForm, pack_key_file, parse_key_file
from game.vault.passphrase import Passphrase
from game.vault.recipients import (
    MOST_RECIPIENTS,
    Kind,
    Recipient,
    Secret,
    Slot,
    device_slot,
    passphrase_slot,
    recovery_slot,
    therapist_slot,
)
from game.vault.recovery import RecoveryWords, WordList, fresh_words
from game.vault.ring import PrivateKey, PublicKey, fresh_ring

__all__ = [
    "Key",
    "Kind",
    "PrivateKey",
    "PublicKey",
    "Recipient",
    "add_recovery",
    "add_therapist",
    "is_guarded",
    "make_key_pair",
    "read_public_key",
    "recipient_of",
    "recipients",
    "remove",
    "set_passphrase",
    "therapists",
    "unlock",
]

PUBLIC_NAME = "public.key"
PRIVATE_NAME = "private.key"
_PUBLIC_MAGIC = b"\x8bPUBLIC\n"

Key = Passphrase | RecoveryWords | Opener | None
"""What somebody opens with: passphrase, recovery words, a therapist's private key; None = nothing but the machine."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A private key file, opened."""

    ring: PrivateKey
    """The player's keys."""
    slots: tuple[Slot, ...]
    """Who can open them."""


def make_key_pair(folder: Path, device: DeviceKey) -> None:
    """Make a new player's pair in ``folder``, for the device alone. An existing one is kept.

    Raises:
        Missing: the public half is there but the private one is gone. NotWritten: the disk.
    """
    private, public = folder / PRIVATE_NAME, folder / PUBLIC_NAME
    if private.exists() and public.exists():
        return
    if public.exists():
        raise Missing(
            f"{private} is gone: sessions would be sealed that nobody could open. Restore it from a backup, "
            f"or move {folder} away to begin anew."
        )
    ring = fresh_ring()
    if create_file(private, pack_key_file(ring, (device_slot(device),))):
        replace_file(public, plain_file(_PUBLIC_MAGIC, ring.publics[0].raw))
    elif not is_guarded(folder):
        unlock(folder, device)


def read_public_key(folder: Path) -> PublicKey:
    """The key that a player's next session is sealed to.

    Raises:
        Missing, CannotOpen (looking back once with the passphrase restores it), Newer, Unreadable.
    """
    path = folder / PUBLIC_NAME
    try:
        return PublicKey(plain_body(path, _PUBLIC_MAGIC))
    except Missing:
        raise Missing(f"{path} is gone. Look back once with the passphrase: it is then written anew.") from None


def recipients(folder: Path) -> tuple[Recipient, ...]:
    """Who can open this player's sessions, as the file says; needs no secret, so it is proven only by ``unlock``.

    Raises:
        CannotOpen, Newer, Missing, Unreadable.
    """
    return _read(folder).recipients


def recipient_of(folder: Path, opener: Opener) -> Recipient:
    """Which of the recipients has this private key; true where ``unlock`` has opened with it.

    Raises:
        CannotOpen: none of them. Newer, Missing, Unreadable.
    """
    found = _read(folder)
    slots = found.slots if isinstance(found, SecondForm) else ()
    for slot, _ in slots:
        if slot.recipient.kind is Kind.THERAPIST and slot.address == opener.address:
            return slot.recipient
    raise CannotOpen(CANNOT)


def therapists(folder: Path) -> tuple[tuple[str, Address], ...]:
    """Every therapist of this player by name, with their public key; as the file says, so compare fingerprints.

    Raises:
        CannotOpen, Newer, Missing, Unreadable.
    """
    found = _read(folder)
    slots = [slot for slot, _ in found.slots] if isinstance(found, SecondForm) else []
    return tuple((slot.recipient.name, slot.address) for slot in slots if slot.recipient.kind is Kind.THERAPIST)


def is_guarded(folder: Path) -> bool:
    """Whether more than the machine is needed to open this player's private key."""
    return all(recipient.kind is not Kind.DEVICE for recipient in recipients(folder))


def unlock(folder: Path, device: DeviceKey, key: Key = None) -> PrivateKey:
    """Open the private key: by what a recipient has, or by the device key where nobody guards it yet.

    A public key file that is lost or damaged is written anew from the private one.

    Raises:
        Locked: a passphrase (or other key) is needed. CannotOpen: it is not the right one, or the file was changed.
        Damaged: the public key file holds somebody else's key.
    """
    return _opened(folder, device, key).ring


def set_passphrase(folder: Path, device: DeviceKey, new: Passphrase, since_s: int, key: Key = None) -> None:
    """Let ``new`` open the private key from now on, and neither the device key nor the passphrase before it.

    Args:
        since_s: now, seconds since 1970.
        key: what opens it so far (recovery words do, too, where the passphrase is forgotten).

    Raises:
        Unfit: shorter than 8 characters. Locked, CannotOpen: as unlock. NotWritten: nothing was changed.
    """
    new.refuse_short()
    with locked(folder):
        opened = _opened(folder, device, key)
        gone = (Kind.DEVICE, Kind.PASSPHRASE)
        kept = tuple(slot for slot in opened.slots if slot.recipient.kind not in gone)
        _rewrite(folder, _Opened(opened.ring.with_fresh(), (passphrase_slot(new, since_s), *kept)))


def add_recovery(folder: Path, device: DeviceKey, words: WordList, since_s: int, key: Key) -> RecoveryWords:
    """Make twelve recovery words, to be shown once; earlier ones end, forward only.

    Raises:
        Unfit: nobody has set a passphrase yet. Locked, CannotOpen, NotWritten: as set_passphrase.
    """
    made = fresh_words(words)
    with locked(folder):
        opened = _guarded(folder, device, key)
        kept = tuple(slot for slot in opened.slots if slot.recipient.kind is not Kind.RECOVERY)
        ring = opened.ring if kept == opened.slots else opened.ring.with_fresh()
        _rewrite(folder, _Opened(ring, (*kept, recovery_slot(made, since_s))))
    return made


def add_therapist(folder: Path, device: DeviceKey, name: str, address: Address, since_s: int, key: Key) -> None:
    """Let the owner of ``address`` open this player's sessions, earlier ones too, wherever they get the files.

    Raises:
        Unfit: the name is taken or does not do, the key does not do, sixteen are there, or nobody has set a
            passphrase yet. Locked, CannotOpen, NotWritten: as set_passphrase.
    """
    slot = therapist_slot(name, address, since_s)
    with locked(folder):
        opened = _guarded(folder, device, key)
        if name in [known.recipient.name for known in opened.slots]:
            raise Unfit(f"{name} can open these sessions already. Remove them first, or choose another name.")
        _rewrite(folder, _Opened(opened.ring, (*opened.slots, slot)))


def remove(folder: Path, device: DeviceKey, name: str, key: Key) -> None:
    """Take a recipient away. What is recorded from now on is closed to them; what they could open, they still can.

    Raises:
        Unfit: it is the passphrase, which is only ever changed, or nobody of that name. Locked, CannotOpen,
            NotWritten: as set_passphrase.
    """
    with locked(folder):
        opened = _guarded(folder, device, key)
        kept = tuple(slot for slot in opened.slots if slot.recipient.name != name)
        if kept == opened.slots:
            raise Unfit(f"Nobody named {name!r} can open these sessions. `stillwater keys list` shows who can.")
        if all(slot.recipient.kind is not Kind.PASSPHRASE for slot in kept):
            raise Unfit("The passphrase is changed, not removed: somebody at home must be able to look back.")
        _rewrite(folder, _Opened(opened.ring.with_fresh(), kept))


def _read(folder: Path) -> FirstForm | SecondForm:
    return _parsed(folder, _data(folder))


def _data(folder: Path) -> bytes:
    return read_file(folder / PRIVATE_NAME, MOST_FILE_BYTES)


def _parsed(folder: Path, data: bytes) -> FirstForm | SecondForm:
    return parse_key_file(data, str(folder / PRIVATE_NAME))


def _opened(folder: Path, device: DeviceKey, key: Key) -> _Opened:
    """The file opened by ``key``, else by the device, and the public key made right.

    Whoever only looks back holds no lock: where the file was changed meanwhile, its public key was, too, and does not
    belong to what was opened here. So all is done anew.
    """
    while True:
        data = _data(folder)
        opened = _opened_by(_parsed(folder, data), device, key)
        try:
            _settle_public_key(folder, opened.ring)
        except Damaged:
            if _data(folder) == data:
                raise
        else:
            if _data(folder) == data:
                return opened


def _opened_by(found: FirstForm | SecondForm, device: DeviceKey, key: Key) -> _Opened:
    """A file opened by ``key``, else by the device. Version 1 gets its slots here."""
    unguarded = any(recipient.kind is Kind.DEVICE for recipient in found.recipients)
    if key is None and not unguarded:
        raise Locked("A passphrase guards this player's sessions. Give it at the prompt, or with --passphrase-fd.")
    secret: Secret = device if key is None or unguarded else key
    try:
        ring = found.ring(secret)
    except Broken:
        raise CannotOpen(CANNOT) from None
    if isinstance(found, SecondForm):
        return _Opened(ring, tuple(slot for slot, _ in found.slots))
    slot = passphrase_slot(secret, 0) if isinstance(secret, Passphrase) else device_slot(device)
    return _Opened(ring, (slot,))


def _guarded(folder: Path, device: DeviceKey, key: Key) -> _Opened:
    """The same, where somebody has set a passphrase. Raises Unfit, too."""
    if not is_guarded(folder):
        raise Unfit("Set a passphrase first: until then whoever has this folder can open everything in it.")
    return _opened(folder, device, key)


def _rewrite(folder: Path, opened: _Opened) -> None:
    """Replace the file, blank what lay in it, and let what is recorded from now on be sealed to the newest pair."""
    if len(opened.slots) > MOST_RECIPIENTS:
        raise Unfit(f"At most {MOST_RECIPIENTS} can open one player's sessions. Remove somebody first.")
    path = folder / PRIVATE_NAME
    try:
        with open(path, "r+b", buffering=0) as before:
            replace_file(path, pack_key_file(opened.ring, opened.slots))
            _settle_public_key(folder, opened.ring)
            blank_file(before.fileno())
    except OSError as error:
        raise not_written(error, path) from error


def _settle_public_key(folder: Path, ring: PrivateKey) -> None:
    """Let the public key file hold the newest key of the ring; refuse a whole one that is somebody else's."""
    publics = ring.publics
    try:
        found: PublicKey | None = read_public_key(folder)
    except (Missing, CannotOpen):
        found = None
    if found is not None and found not in publics:
        raise Damaged(
            f"{folder / PUBLIC_NAME} holds the key of somebody else, who can open what was recorded since. "
            "Move that file away and look back again: the right one is then written anew."
        )
    if found != publics[0]:
        replace_file(folder / PUBLIC_NAME, plain_file(_PUBLIC_MAGIC, publics[0].raw))
