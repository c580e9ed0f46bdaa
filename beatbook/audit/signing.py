"""The key with which heads are signed: a file outside the database, made at the first start and readable by its owner alone."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from beatbook.vocabulary.errors import BeatbookError


class SigningKeyUnreadable(BeatbookError):
    """The key file is not an Ed25519 private key in PEM: restore it from where the site keeps its secrets; a new key cannot check old seals."""


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in `path`, made there when the file does not exist, with the public half beside it in `<name>.pub`.

    Raises:
        SigningKeyUnreadable: the file holds something else.
    """
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise SigningKeyUnreadable(f"{path} is not a private key in PEM.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyUnreadable(f"{path} is not an Ed25519 key.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    part = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        os.link(part, path)  # the first process to link wins; the others read what it wrote
        path.with_name(path.name + ".pub").write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    except FileExistsError:
        pass
    finally:
        part.unlink()
