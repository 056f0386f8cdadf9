"""Read certificates into values, and say which hosts they are for."""

from __future__ import annotations

import ipaddress
import warnings
from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import NameOID

from civiscope.model.transport import Certificate

_MAX_NAMES = 100
_MAX_TEXT = 300


def read_certificate(der: bytes) -> tuple[Certificate, tuple[str, ...]]:
    """Return the certificate as a value, and all of its names. Never raises."""
    try:
        with warnings.catch_warnings():
            # Certificates out in the world have negative serial numbers and worse.
            warnings.simplefilter("ignore")
            return _read(x509.load_der_x509_certificate(der))
    except Exception as error:  # its parser raises whatever the bytes suggest to it
        why = f"It cannot be read ({type(error).__name__}: {error})."[:_MAX_TEXT]
        return Certificate(error=why), ()


def _read(found: x509.Certificate) -> tuple[Certificate, tuple[str, ...]]:
    names = _names(found)
    key, bits = _key(found)
    subject, issuer = _name(found.subject), _name(found.issuer)
    return (
        Certificate(
            subject=subject,
            issuer=issuer,
            names=names[:_MAX_NAMES],
            names_total=len(names),
            valid_from=found.not_valid_before_utc.timestamp(),
            valid_to=found.not_valid_after_utc.timestamp(),
            key=key,
            bits=bits,
            signature=_hash(found),
            self_signed=found.subject == found.issuer,
            scts=_scts(found),
            ocsp=_ocsp(found)[:_MAX_TEXT],
            must_staple=_must_staple(found),
        ),
        names,
    )


def is_for(names: Sequence[str], host: str) -> bool:
    """Say whether a certificate with *names* is for *host*, as browsers decide it.

    A star stands for one whole label, the first; the subject's common name does not count.
    """
    wanted = host.rstrip(".").lower()
    try:
        address = str(ipaddress.ip_address(wanted))
    except ValueError:
        rest = wanted.partition(".")[2]
        stars = {f"*.{rest}"} if "." in rest else set[str]()
        return any(name.rstrip(".").lower() in {wanted, *stars} for name in names)
    return address in names


def _names(found: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    hosts = extension.value.get_values_for_type(x509.DNSName)
    addresses = extension.value.get_values_for_type(x509.IPAddress)
    return tuple(name[:255] for name in (*hosts, *map(str, addresses)))


def _name(name: x509.Name) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(kind):
            value = attribute.value
            return (value if isinstance(value, str) else value.decode("latin-1"))[:_MAX_TEXT]
    return name.rfc4514_string()[:_MAX_TEXT]


def _key(found: x509.Certificate) -> tuple[str, int]:
    key = found.public_key()
    match key:
        case rsa.RSAPublicKey():
            return "RSA", key.key_size
        case ec.EllipticCurvePublicKey():
            return "EC", key.key_size
        case dsa.DSAPublicKey():
            return "DSA", key.key_size
        case ed25519.Ed25519PublicKey():
            return "Ed25519", 256
        case ed448.Ed448PublicKey():
            return "Ed448", 456
        case _:
            return type(key).__name__.removesuffix("PublicKey"), 0


def _hash(found: x509.Certificate) -> str:
    used = found.signature_hash_algorithm
    return used.name.lower() if used is not None else ""


def _scts(found: x509.Certificate) -> int:
    try:
        kind = x509.PrecertificateSignedCertificateTimestamps
        return len(list(found.extensions.get_extension_for_class(kind).value))
    except x509.ExtensionNotFound:
        return 0


def _ocsp(found: x509.Certificate) -> str:
    try:
        kind = x509.AuthorityInformationAccess
        places = found.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return ""
    for place in places:
        where = place.access_location
        if place.access_method == Access.OCSP and isinstance(where, x509.UniformResourceIdentifier):
            return where.value
    return ""


def _must_staple(found: x509.Certificate) -> bool:
    try:
        features = found.extensions.get_extension_for_class(x509.TLSFeature).value
    except x509.ExtensionNotFound:
        return False
    return x509.TLSFeatureType.status_request in features
