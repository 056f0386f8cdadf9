"""Make certificates of every kind, good and bad."""

from __future__ import annotations

import functools
import ipaddress
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
HOST = "www.example.gov"


@dataclass(frozen=True)
class Made:
    """A certificate with its key and the certificates that are sent with it."""

    certificate: x509.Certificate
    key: Key
    sent: tuple[x509.Certificate, ...] = ()

    def write(self, folder: Path, name: str) -> Path:
        """Write key and chain into one PEM file."""
        path = folder / f"{name}.pem"
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        chain = (self.certificate, *self.sent)
        pem = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain)
        path.write_bytes(key + pem)
        return path


class Authority:
    """A root with one intermediate, made for a test."""

    def __init__(self) -> None:
        self.root = make("Example Root", authority=True)
        self.intermediate = make("Example Intermediate", issuer=self.root, authority=True)

    def issue(
        self, *names: str, days: float = 90, age: float = 1, bits: int = 0, send: bool = True
    ) -> Made:
        """Return a certificate for *names*; without *send* its intermediate stays at home."""
        return make(
            names[0],
            names=names,
            issuer=self.intermediate,
            days=days,
            age=age,
            bits=bits,
            sent=(self.intermediate.certificate,) if send else (),
        )

    def write(self, folder: Path) -> Path:
        """Write the root as a file of authorities to trust."""
        path = folder / "ca.pem"
        path.write_bytes(self.root.certificate.public_bytes(serialization.Encoding.PEM))
        return path


def make(
    subject: str,
    *,
    names: Sequence[str] = (),
    issuer: Made | None = None,
    days: float = 90,
    age: float = 1,
    bits: int = 0,
    authority: bool = False,
    sent: Sequence[x509.Certificate] = (),
    must_staple: bool = False,
) -> Made:
    """Return a certificate; *bits* makes its key RSA, else it is EC."""
    key = _rsa(bits) if bits else ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject[:64])])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=age))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(map(_name, names))), False)
    if must_staple:
        feature = x509.TLSFeature([x509.TLSFeatureType.status_request])
        where = x509.UniformResourceIdentifier("http://ocsp.example.org/")
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)
        builder = builder.add_extension(feature, False)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
    signer = issuer.key if issuer else key
    return Made(builder.sign(signer, hashes.SHA256()), key, tuple(sent))


def sha1_signed(folder: Path) -> Path:
    """Write a certificate whose signature uses SHA-1, made by OpenSSL; libraries refuse to."""
    path, key = folder / "sha1.pem", folder / "sha1.key"
    command = ["openssl", "req", "-x509", "-sha1", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    rest = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    out = ["-keyout", str(key), "-out", str(path)]
    subprocess.run([*command, *rest, *out], check=True, capture_output=True)  # noqa: S603 - fixed
    path.write_bytes(key.read_bytes() + path.read_bytes())
    return path


@functools.cache
def _rsa(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
