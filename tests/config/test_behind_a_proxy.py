"""The service behind a proxy that speaks TLS, as docs/how-to/stand-behind-a-proxy.md sets it up: the real server, a real certificate, real sockets."""

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.journeys.browser import serving

HEADER = "X-Forwarded-Proto"
BEHIND = {"BEATBOOK_HTTPS": "1", "BEATBOOK_PROXY_HTTPS_HEADER": HEADER, "BEATBOOK_HOSTS": "localhost"}


def certificate(folder: Path) -> Path:
    """A key and a certificate for localhost, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "localhost.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def proxied(upstream: str, folder: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A proxy that ends TLS, leaves out what a client claims of itself, and says `https` to the service; its port, and what to trust."""
    behind = urlsplit(upstream)

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name: text for name, text in self.headers.items() if not name.lower().startswith("x-forwarded-")}
            connection = HTTPConnection(str(behind.hostname), int(behind.port or 0), timeout=60)
            connection.request(self.command, self.path, body, {**headers, HEADER: "https"})
            answer = connection.getresponse()
            content = answer.read()
            self.send_response_only(answer.status)
            for name, text in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, text)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        do_POST = do_GET

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    path = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, ssl.create_default_context(cafile=path)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Reader:
    """A browser, as far as cookies and forms go."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection, self.cookies = connection, {}

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[HTTPResponse, str]:
        """One request; what it sets is sent from then on."""
        said = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items()), **headers}
        if form is not None:
            said |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, said)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, text = line.partition(";")[0].partition("=")
            self.cookies[name] = text
        return answer, body


def test_behind_tls_cookies_are_secure_hsts_is_said_and_forms_are_taken(module_millshire: str, tmp_path: Path) -> None:
    with (
        serving({**BEHIND, "BEATBOOK_DATABASE_NAME": module_millshire}) as upstream,
        proxied(upstream, tmp_path) as (port, trusted),
        ExitStack() as stack,
    ):
        connection = HTTPSConnection("localhost", port, context=trusted, timeout=60)
        stack.callback(connection.close)
        reader = Reader(connection)
        door, page = reader.ask("/sign-in")
        assert door.status == 200 and door.headers["Strict-Transport-Security"] == "max-age=31536000"
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        origin = {"Origin": f"https://localhost:{port}", "Referer": f"https://localhost:{port}/sign-in"}
        entered, _ = reader.ask("/sign-in", {"csrfmiddlewaretoken": token[1], "username": "response"}, **origin)
        assert entered.status == 302
        given = [line for answer in (door, entered) for line in answer.headers.get_all("Set-Cookie") or []]
        assert len(given) >= 2 and all("; Secure" in line and "HttpOnly" in line for line in given), given
        home, page = reader.ask("/")
        assert home.status == 200 and "Amira Hale" in page
        foreign, _ = reader.ask("/sign-in", {"csrfmiddlewaretoken": token[1], "username": "response"}, Origin="https://evil.example")
        assert foreign.status == 403
        other_host, _ = reader.ask("/sign-in", Host="evil.example")
        assert other_host.status == 400


@pytest.mark.parametrize(("settings", "believes"), [({}, False), (BEHIND, True)])
def test_a_header_says_https_only_where_an_administrator_named_it(settings: dict[str, str], believes: bool, module_millshire: str) -> None:
    with serving({"BEATBOOK_HTTPS": "1", **settings, "BEATBOOK_DATABASE_NAME": module_millshire}) as address, ExitStack() as stack:
        behind = urlsplit(address)
        connection = HTTPConnection("127.0.0.1", int(behind.port or 0), timeout=60)
        stack.callback(connection.close)
        for name in (HEADER, "X-Forwarded-Ssl", "Front-End-Https", "X-Url-Scheme", "Forwarded"):
            connection.request("GET", "/accessibility", headers={name: "https", "Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            assert ("Strict-Transport-Security" in answer.headers) is (believes and name == HEADER), (
                name,
                json.dumps(dict(answer.headers)),
            )
