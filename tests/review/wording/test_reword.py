"""A document worded by a model: over HTTP as it is spoken, and what stands where the model fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from fupan.errors import UserError, WorkspaceError
from fupan.review.model import Document, Placed, Point, Slide, Text, from_json, to_json
from fupan.review.wording import reword
from fupan.review.wording.chat import chat
from fupan.review.wording.reword import Message
from fupan.workspace import WordingSettings, read_workspace

SAID = (("best", "华东"), ("gap", "1,549万元"), ("worst", "华南"))
HEADLINE = "华东超目标1,549万元；华南落后"
POINT = Point("华南差294万元", "缺口", rule="short", said=(("worst", "华南"), ("gap", "294万元")))
NOTE = Point("未列“满意度”：没有数据", rule="note")
PAGE = Slide(
    "regions",
    HEADLINE,
    blocks=(Placed("side", Text((POINT, NOTE)), "points"),),
    said=SAID,
    notes=f"事实：{POINT.text}\n本页回答：哪里？",
)
DOCUMENT = Document("monthly", "例会", "", "云澜电子", "zh", "2025-06", date(2025, 6, 30), "s1", "CNY", (PAGE,))


def test_sentences_change_where_the_claim_does_not() -> None:
    seen: list[Sequence[Message]] = []

    def model(messages: Sequence[Message]) -> str:
        seen.append(messages)
        return '好的：```json\n{"1": "[[1]]高出目标[[2]]，[[3]]落后", "2": "[[1]]超[[2]]"}\n```'

    worded = reword(DOCUMENT, model)
    slide = worded.slides[0]
    block = slide.blocks[0].content
    assert slide.headline == "华东高出目标1,549万元，华南落后"
    assert isinstance(block, Text)
    assert block.points == (POINT, NOTE)  # short is not over: the original stands
    assert [(r.place, r.kept) for r in worded.wording] == [
        ("regions/headline", ""),
        ("regions/points/1", "方向、比较、否定、程度、单位或把握的用词变了"),
    ]
    assert worded.wording[0].original == HEADLINE
    assert from_json(to_json(worded)) == worded
    sent = json.dumps(seen, ensure_ascii=False)
    assert not any(word in sent for word in ("华东", "华南", "1,549", "294", "云澜"))


def test_the_notes_tell_what_the_page_tells() -> None:
    slide = reword(DOCUMENT, lambda _: '{"1": "[[1]]超目标[[2]]；[[3]]落后", "2": "[[1]]缺[[2]]"}').slides[0]
    assert slide.notes == "事实：华南缺294万元\n本页回答：哪里？"
    assert slide.headline == HEADLINE


@pytest.mark.parametrize("answer", ["", "no", "[]", "{", '{"1": 5}', '{"9": "x"}'])
def test_no_usable_answer_changes_nothing(answer: str) -> None:
    worded = reword(DOCUMENT, lambda _: answer)
    assert worded.slides == DOCUMENT.slides
    assert all(r.kept and r.text == r.original for r in worded.wording)


class _Server(HTTPServer):
    """Speaks chat completions; ``say`` makes the answer of the sentences, ``status`` is what it replies with."""

    say: Callable[[dict[str, str]], str] = staticmethod(json.dumps)
    status = 200
    seen: dict[str, Any]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen = {"path": self.path, "key": self.headers["Authorization"], "body": body}
        content = self.server.say(json.loads(body["messages"][-1]["content"]))
        answer = {"id": "1", "object": "chat.completion", "model": body["model"], "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        ]}  # fmt: skip
        data = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def serving(say: Callable[[dict[str, str]], str], status: int = 200) -> Iterator[tuple[_Server, WordingSettings]]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.say, server.status = say, status  # type: ignore[method-assign, assignment]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server, WordingSettings(f"http://127.0.0.1:{server.server_port}/v1/", "local", "LLM_KEY", 10)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_over_http() -> None:
    def say(texts: dict[str, str]) -> str:
        return json.dumps({n: t.replace("；", "，") for n, t in texts.items()}, ensure_ascii=False)

    with serving(say) as (server, settings):
        worded = reword(DOCUMENT, chat(settings, {"LLM_KEY": "secret"}))
    assert worded.slides[0].headline == "华东超目标1,549万元，华南落后"
    assert (server.seen["path"], server.seen["key"]) == ("/v1/chat/completions", "Bearer secret")
    body = server.seen["body"]
    assert (body["model"], body["temperature"], [m["role"] for m in body["messages"]]) == (
        "local",
        0,
        ["system", "user"],
    )


def test_a_server_that_refuses_leaves_the_document_as_it_is() -> None:
    with serving(lambda _: "{}", status=503) as (_, settings):
        worded = reword(DOCUMENT, chat(replace(settings, key="")))
    assert worded.slides == DOCUMENT.slides
    assert {r.kept for r in worded.wording} == {"模型没有可用的回答"}
    nobody = WordingSettings(settings.url, "local")  # the port is closed by now
    assert reword(DOCUMENT, chat(nobody)).slides == DOCUMENT.slides


def test_the_key_stands_in_the_environment() -> None:
    with pytest.raises(UserError, match="LLM_KEY"):
        chat(WordingSettings("http://127.0.0.1:1/v1", "local", "LLM_KEY"), {})


def test_settings(tmp_path: Any) -> None:
    file = tmp_path / "fupan.toml"
    assert _settings(file, "") is None
    given = '[wording]\nurl = "https://llm.example/v1"\nmodel = "m"\nkey = "LLM_KEY"\ntimeout = 5\n'
    assert _settings(file, given) == WordingSettings("https://llm.example/v1", "m", "LLM_KEY", 5.0)
    for wrong in (
        "wording = 1", '[wording]\nurl = "x"\nmodel = "m"', '[wording]\nurl = "https://a"\n', '[wording]\nurl = "https://me:pw@a"\nmodel = "m"',
        '[wording]\nurl = "https://a"\nmodel = "m"\nkey = "sk-12.3"', '[wording]\nurl = "https://a"\nmodel = "m"\ntimeout = 0',
        '[wording]\nurl = "https://a"\nmodel = "m"\napi_key = "x"',
    ):  # fmt: skip
        with pytest.raises(WorkspaceError, match="wording"):
            _settings(file, wrong)


def _settings(file: Any, text: str) -> WordingSettings | None:
    file.write_text(text, encoding="utf-8")
    return read_workspace(file.parent).wording
