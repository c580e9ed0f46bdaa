"""Django's handler with a queue: requests are answered whole, each on one thread, so many at once and the others in the order in which they came.

Without it every request had a thread at once: fifty took turns at one interpreter and at the connections of the pool, so that all were slow
and some were slowest of all. What streams has left its thread by the time it streams.
"""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor

from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase


class InTurn(ASGIHandler):
    """Serves `at_once` requests at the same time. Middleware runs on the thread of its view, not on the event loop: no request crosses between them."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="answering")
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:
        """The chain without any step between threads, whatever is asked."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, when its turn has come. A reader who has gone away by then is not answered."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, self._answer, request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()
