"""A limit on the size of a request, counted while it streams in: a body that is too large is never kept."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import answer, language_of
from extractor.bulk.outcome import Failure
from extractor.errors import TooLargeError

FORM_OVERHEAD = 64 * 1024
"""What multipart adds around the file."""


class BodyLimit:
    """ASGI middleware: 413 as soon as more than `max_bytes` have come, or are announced."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        """Wrap `app`."""
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.max_bytes + FORM_OVERHEAD:
            await self._refuse(scope, receive, send)
            return
        count = _Count(receive, send, self.max_bytes + FORM_OVERHEAD)
        try:
            await self.app(scope, count.receive, count.send)
        except Exception:
            if not count.exceeded:
                raise
        if count.exceeded and not count.answered:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        accept = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        size = f"{self.max_bytes / 1024**2:g}"
        failure = Failure(
            TooLargeError.code,
            f"The upload has more than {size} MiB. Split the document, or use the command line.",
            f"Tệp tải lên lớn hơn {size} MiB. Hãy chia nhỏ tài liệu hoặc dùng dòng lệnh.",
        )
        response = answer(failure, language=language_of(accept), headers={"Connection": "close"})
        await response(scope, receive, send)


class _Count:
    """What one request has sent so far; after the limit, the application hears that the client is gone, and is heard no more."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._limit = receive, send, limit
        self._bytes = 0
        self.exceeded = self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > self._limit:
            self.exceeded = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if not self.exceeded or self.answered:
            self.answered = True
            await self._send(message)
