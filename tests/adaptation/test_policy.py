"""The learned mind at play time: its file, its numbers, and how it says that it knows nothing."""

from collections.abc import Callable
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from adaptation.actions import SIZES
from adaptation.policy import DamagedPolicyError, MissingPolicyError, Policy, decode, load, save, shipped
from tests.adaptation.networks import moments, network

Change = Callable[[dict[str, npt.NDArray[Any]]], object]


def kept(policy: Policy) -> bytes:
    """Its file."""
    file = BytesIO()
    save(policy, file)
    return file.getvalue()


def test_a_mind_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    """Every number, bit for bit; the name tells the file."""
    policy, path = network(1), tmp_path / "policy.npz"
    save(policy, path)
    again = load(path)
    for field in fields(Policy):
        if field.name != "name":
            assert np.array_equal(getattr(again, field.name), getattr(policy, field.name))
    assert again.name.startswith("policy ")
    assert again.name != decode(kept(network(2))).name


def test_a_branch_is_a_softmax_of_its_own_and_the_likeliest_option_is_taken() -> None:
    """Chances of each branch are above 0 and add to 1; the choice is the largest, and logits are what two tanh layers
    make of a row, written out here by hand."""
    policy, rows = network(3), moments(40, 4)
    chances, chosen = policy.chances(rows), policy.choose(rows)
    place = 0
    for branch, size in enumerate(SIZES):
        part = chances[:, place : place + size]
        assert (part > 0.0).all()
        assert part.sum(axis=1) == pytest.approx(1.0)
        assert (part.argmax(axis=1) == chosen[:, branch]).all()
        place += size
    first = np.tanh(((rows[0] - policy.mean) / policy.scale) @ policy.w1 + policy.b1)
    assert policy.logits(rows)[0] == pytest.approx(np.tanh(first @ policy.w2 + policy.b2) @ policy.w3 + policy.b3)


def test_distance_counts_spreads_from_the_middle() -> None:
    """With unit precision it is the plain distance; never below 0."""
    policy, rows = network(5), moments(20, 6)
    assert policy.distance(rows) == pytest.approx(np.linalg.norm(rows - policy.centre, axis=1))
    assert policy.distance(policy.centre[None])[0] == 0.0


def test_a_missing_file_and_a_cut_one_are_told_apart(tmp_path: Path) -> None:
    """Neither is a mind; each has its own error."""
    with pytest.raises(MissingPolicyError):
        load(tmp_path / "policy.npz")
    data = kept(network(1))
    for cut in (0, 10, len(data) // 2, len(data) - 5):
        with pytest.raises(DamagedPolicyError):
            decode(data[:cut])


@pytest.mark.parametrize(
    "change",
    (
        lambda arrays: arrays.pop("w2"),
        lambda arrays: arrays.update(version=np.array(99)),
        lambda arrays: arrays.update(b1=np.full(64, np.nan, np.float32)),
        lambda arrays: arrays.update(bound=np.array(np.inf)),
        lambda arrays: arrays.update(w3=arrays["w3"][:, :-1]),
        lambda arrays: arrays.update(scale=arrays["scale"] * 0.0),
        lambda arrays: arrays.update(mean=np.array(["warm"] * 31)),
        lambda arrays: arrays.update(mean=np.array([None] * 31)),
    ),
)
def test_a_damaged_file_is_refused_at_the_gate(change: Change) -> None:
    """An array missing, of another shape or kind, without finite numbers, of another version: nothing is used of it."""
    with np.load(BytesIO(kept(network(1)))) as file:
        arrays = dict(file)
    change(arrays)
    damaged = BytesIO()
    np.savez(damaged, **arrays)
    with pytest.raises(DamagedPolicyError):
        decode(damaged.getvalue())


def test_what_is_shipped_can_be_used() -> None:
    """The learned mind in the wheel opens, and decides for a crowd."""
    assert shipped().choose(moments(10, 7)).shape == (10, len(SIZES))
