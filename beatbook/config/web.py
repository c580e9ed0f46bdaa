"""One of several web processes that share a port: `python -m beatbook.config.web FD`, with the listening socket handed down.

Uvicorn's own `--workers` and `--fd` lose the socket's protocol, asyncio then leaves Nagle's delay on, and each answer waits 40 ms. A process takes
no connection before it is warm: readers who come earlier are served by another, or wait at the socket.
"""

import socket
import sys

import uvicorn

from beatbook.config import environment
from beatbook.config.asgi import application, warm_up
from beatbook.web.bounds import MOST_HEAD, HeadsInTime

GRACE_S = 3


def main() -> None:
    """Serves until told to stop."""
    listener = socket.socket(fileno=int(sys.argv[1]))  # asks the system which protocol it is
    warm_up()
    # Uvicorn would believe X-Forwarded-Proto and -For of anything on this machine; it does only where an administrator says that a proxy stands there.
    config = uvicorn.Config(
        application,
        access_log=False,
        log_level="warning",
        server_header=False,
        http=HeadsInTime,
        h11_max_incomplete_event_size=MOST_HEAD,
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=bool(environment.proxy_header("BEATBOOK_PROXY_HTTPS_HEADER")),
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
