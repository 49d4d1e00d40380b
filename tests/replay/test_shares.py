"""Long work of a visit: how far it is, whose it is, and how it ends before its time."""

import asyncio
from functools import partial
from threading import Lock
from time import sleep

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from game.replay.errors import Refusal, Refused
from game.replay.shares import Work, answered


def test_who_waits_for_a_turn_can_still_be_stopped() -> None:
    """While another one has it, which may take minutes: stopping and locking are heard, and the turn is not taken."""
    for locked, refusal in ((False, Refusal.STOPPED), (True, Refusal.EXPIRED)):
        turn, work = Lock(), Work(partial(bool, locked))
        work.stop()
        with turn:
            with pytest.raises(Refused) as raised, work.turn(turn):
                pytest.fail("it was not its turn")
            assert raised.value.refusal is refusal
            assert turn.locked()


def test_a_turn_is_given_back() -> None:
    """Also where what was made in it failed."""
    turn, work = Lock(), Work(lambda: False)
    with pytest.raises(ZeroDivisionError), work.turn(turn):
        assert turn.locked()
        raise ZeroDivisionError
    assert not turn.locked()


def test_a_part_tells_of_the_whole() -> None:
    """From where it begins to where it ends, and never beyond."""
    work = Work(lambda: False)
    tell = work.part(0.4, 1.0)
    for share, whole in ((-1.0, 0.4), (0.0, 0.4), (0.5, 0.7), (1.0, 1.0), (2.0, 1.0)):
        tell(share)
        assert work.share == pytest.approx(whole)


def test_what_nobody_waits_for_ends() -> None:
    """A browser that is gone without a word, be it closed, reloaded or broken down, ends what it asked for."""

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    work = Work(lambda: False)

    def make() -> Response:
        for _ in range(4000):
            work.tell(0.5)
            sleep(0.005)
        return Response()

    with pytest.raises(Refused) as raised:
        asyncio.run(answered(Request({"type": "http"}, gone), work, make))
    assert raised.value.refusal is Refusal.STOPPED


def test_who_waits_is_answered() -> None:
    """And nothing listens for them any more."""

    async def waiting() -> Message:
        never: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        return await never

    async def asked() -> tuple[Response, int]:
        answer = await answered(Request({"type": "http"}, waiting), Work(lambda: False), lambda: Response(b"it"))
        await asyncio.sleep(0)
        return answer, len(asyncio.all_tasks())

    answer, tasks = asyncio.run(asked())
    assert (answer.body, tasks) == (b"it", 1)
