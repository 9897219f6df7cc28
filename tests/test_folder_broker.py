"""The broker without a server: what was written by half stops nobody and keeps no other message back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError

from ncc_opendata.celery import app

QUEUE = "celery"
BOUND = Queue(QUEUE, Exchange(QUEUE), routing_key=QUEUE)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Connection]:
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out")}
    options = folders | {"control_folder": str(tmp_path / "control")}
    with app.connection_for_write("filesystem://", transport_options=options) as connection:
        connection.transport.state.clear()  # a process binds a queue once, whatever the folder
        yield connection


def send(broker: Connection, *words: str) -> None:
    with broker.SimpleQueue(BOUND) as queue:
        for word in words:
            queue.put(word)


def received(broker: Connection) -> list[Any]:
    with broker.SimpleQueue(BOUND, no_ack=True) as queue:
        return [queue.get(timeout=1).payload for _ in range(queue.qsize())]


@pytest.mark.parametrize("half", ["", '{"body": "e30', "\udc80"])
def test_half_a_message_is_dropped_and_the_others_arrive(broker: Connection, tmp_path: Path, half: str) -> None:
    send(broker, "first")
    (tmp_path / f"0_before.{QUEUE}.msg").write_text(half, errors="surrogateescape")
    send(broker, "second")
    with broker.SimpleQueue(BOUND, no_ack=True) as queue:
        assert {queue.get(timeout=1).payload for _ in range(2)} == {"first", "second"}
    assert not list(tmp_path.glob("*.msg"))


def test_a_message_is_seen_once_all_of_it_is_there(
    broker: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, seen = Path.write_text, []

    def look(self: Path, text: str) -> int:
        done = write(self, text)
        seen.append(len(list(tmp_path.glob("*.msg"))))
        return done

    monkeypatch.setattr(Path, "write_text", look)
    send(broker, "one", "two")
    assert seen == [0, 1]
    assert set(received(broker)) == {"one", "two"}


def test_a_full_disk_leaves_no_part_behind(broker: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ChannelError, match="Cannot add a message"):
        send(broker, "one")
    assert not [*tmp_path.glob("*.msg"), *tmp_path.glob("*.part")]


def test_a_list_of_queues_that_cannot_be_read_begins_anew(broker: Connection, tmp_path: Path) -> None:
    send(broker, "one")
    for table in (tmp_path / "control").iterdir():
        table.write_text("[[")
    broker.transport.state.clear()
    with broker.clone() as another:
        send(another, "two")
        assert set(received(another)) == {"one", "two"}
