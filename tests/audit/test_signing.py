"""The key's file: made once, for its owner alone, and refused when it is something else."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from beatbook.audit.signing import SigningKeyUnreadable, signing_key


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "audit" / "signing-key"
    key = signing_key(path)
    assert signing_key(path).private_bytes_raw() == key.private_bytes_raw()
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"PUBLIC KEY" in path.with_name("signing-key.pub").read_bytes()


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "signing-key"
    path.write_bytes(b"not a key")
    with pytest.raises(SigningKeyUnreadable, match="signing-key"):
        signing_key(path)
    path.write_bytes(generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SigningKeyUnreadable, match="Ed25519"):
        signing_key(path)
