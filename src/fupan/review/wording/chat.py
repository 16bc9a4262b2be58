"""A model behind an address that speaks the chat completions of OpenAI, as local servers do, too (vLLM, Ollama, llama.cpp)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from fupan.errors import UserError
from fupan.review.wording.reword import Ask, Message
from fupan.workspace import WordingSettings

_LARGEST = 1_000_000
"""Characters of an answer: more is no answer to twenty sentences."""


def chat(settings: WordingSettings, environment: Mapping[str, str] | None = None) -> Ask:
    """Asks the model of *settings*; the key stands in the environment variable that they name.

    UserError without the client library or the key. The answer raises ``OSError`` where the model is not reached, refuses,
    or answers in another form; nothing is asked twice, no redirect is followed.
    """
    try:
        import httpx
    except ImportError as e:
        raise UserError("wording by a language model needs httpx: pip install 'fupan[wording]'") from e
    given = os.environ if environment is None else environment
    headers: dict[str, str] = {}
    if settings.key:
        if not given.get(settings.key):
            raise UserError(f"[wording] key names {settings.key}, but the environment has no {settings.key}")
        headers["Authorization"] = f"Bearer {given[settings.key]}"

    def ask(messages: Sequence[Message]) -> str:
        body = {"model": settings.model, "messages": [dict(m) for m in messages], "temperature": 0, "stream": False}
        try:
            with httpx.Client(timeout=settings.timeout, headers=headers, follow_redirects=False) as client:
                answer = client.post(f"{settings.url.rstrip('/')}/chat/completions", json=body)
                answer.raise_for_status()
                found = answer.json()["choices"][0]["message"]["content"]
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as e:
            raise OSError(f"no answer from {settings.url}: {type(e).__name__}") from e
        if not isinstance(found, str) or len(found) > _LARGEST:
            raise OSError(f"no usable answer from {settings.url}")
        return found

    return ask
