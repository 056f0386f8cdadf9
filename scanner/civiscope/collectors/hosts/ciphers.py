"""Numbers and names of the cipher suites that servers are offered."""

from __future__ import annotations

from collections.abc import Mapping

VERSIONS: Mapping[int, str] = {
    0x0300: "SSL 3",
    0x0301: "TLS 1.0",
    0x0302: "TLS 1.1",
    0x0303: "TLS 1.2",
    0x0304: "TLS 1.3",
}

TLS_1_3: Mapping[int, str] = {
    0x1301: "AES_128_GCM_SHA256",
    0x1302: "AES_256_GCM_SHA384",
    0x1303: "CHACHA20_POLY1305_SHA256",
}

MODERN: Mapping[int, str] = {
    0xC02F: "ECDHE_RSA_AES_128_GCM",
    0xC02B: "ECDHE_ECDSA_AES_128_GCM",
    0xC030: "ECDHE_RSA_AES_256_GCM",
    0xC02C: "ECDHE_ECDSA_AES_256_GCM",
    0xCCA8: "ECDHE_RSA_CHACHA20_POLY1305",
    0xCCA9: "ECDHE_ECDSA_CHACHA20_POLY1305",
    0x009E: "DHE_RSA_AES_128_GCM",
    0x009F: "DHE_RSA_AES_256_GCM",
    0xCCAA: "DHE_RSA_CHACHA20_POLY1305",
    0xC0AC: "ECDHE_ECDSA_AES_128_CCM",
    0xC09E: "DHE_RSA_AES_128_CCM",
    0xC027: "ECDHE_RSA_AES_128_CBC_SHA256",
    0xC023: "ECDHE_ECDSA_AES_128_CBC_SHA256",
    0xC028: "ECDHE_RSA_AES_256_CBC_SHA384",
    0xC024: "ECDHE_ECDSA_AES_256_CBC_SHA384",
    0xC013: "ECDHE_RSA_AES_128_CBC_SHA",
    0xC009: "ECDHE_ECDSA_AES_128_CBC_SHA",
    0xC014: "ECDHE_RSA_AES_256_CBC_SHA",
    0xC00A: "ECDHE_ECDSA_AES_256_CBC_SHA",
    0x0067: "DHE_RSA_AES_128_CBC_SHA256",
    0x006B: "DHE_RSA_AES_256_CBC_SHA256",
    0x0033: "DHE_RSA_AES_128_CBC_SHA",
    0x0039: "DHE_RSA_AES_256_CBC_SHA",
    0x00A2: "DHE_DSS_AES_128_GCM",
    0x0032: "DHE_DSS_AES_128_CBC_SHA",
    0x0038: "DHE_DSS_AES_256_CBC_SHA",
}

WEAK: Mapping[str, Mapping[int, str]] = {
    "RC4": {
        0xC011: "ECDHE_RSA_RC4_128_SHA",
        0xC007: "ECDHE_ECDSA_RC4_128_SHA",
        0x0005: "RSA_RC4_128_SHA",
        0x0004: "RSA_RC4_128_MD5",
        0xC00C: "ECDH_RSA_RC4_128_SHA",
        0xC002: "ECDH_ECDSA_RC4_128_SHA",
    },
    "3DES": {
        0xC012: "ECDHE_RSA_3DES_EDE_CBC_SHA",
        0xC008: "ECDHE_ECDSA_3DES_EDE_CBC_SHA",
        0x0016: "DHE_RSA_3DES_EDE_CBC_SHA",
        0x0013: "DHE_DSS_3DES_EDE_CBC_SHA",
        0x000A: "RSA_3DES_EDE_CBC_SHA",
        0xC00D: "ECDH_RSA_3DES_EDE_CBC_SHA",
        0xC003: "ECDH_ECDSA_3DES_EDE_CBC_SHA",
    },
    "DES": {
        0x0015: "DHE_RSA_DES_CBC_SHA",
        0x0012: "DHE_DSS_DES_CBC_SHA",
        0x0009: "RSA_DES_CBC_SHA",
    },
    "NULL": {
        0xC010: "ECDHE_RSA_NULL_SHA",
        0xC006: "ECDHE_ECDSA_NULL_SHA",
        0x003B: "RSA_NULL_SHA256",
        0x0002: "RSA_NULL_SHA",
        0x0001: "RSA_NULL_MD5",
        0xC00B: "ECDH_RSA_NULL_SHA",
        0xC001: "ECDH_ECDSA_NULL_SHA",
    },
    "export": {
        0x0014: "DHE_RSA_EXPORT_DES40_CBC_SHA",
        0x0011: "DHE_DSS_EXPORT_DES40_CBC_SHA",
        0x0008: "RSA_EXPORT_DES40_CBC_SHA",
        0x0006: "RSA_EXPORT_RC2_CBC_40_MD5",
        0x0003: "RSA_EXPORT_RC4_40_MD5",
        0x0064: "RSA_EXPORT1024_RC4_56_SHA",
        0x0062: "RSA_EXPORT1024_DES_CBC_SHA",
        0x0065: "DHE_DSS_EXPORT1024_RC4_56_SHA",
        0x0063: "DHE_DSS_EXPORT1024_DES_CBC_SHA",
    },
    "anonymous": {
        0x00A6: "DH_anon_AES_128_GCM",
        0x00A7: "DH_anon_AES_256_GCM",
        0xC018: "ECDH_anon_AES_128_CBC_SHA",
        0xC019: "ECDH_anon_AES_256_CBC_SHA",
        0x0034: "DH_anon_AES_128_CBC_SHA",
        0x003A: "DH_anon_AES_256_CBC_SHA",
        0x006C: "DH_anon_AES_128_CBC_SHA256",
        0x006D: "DH_anon_AES_256_CBC_SHA256",
        0xC017: "ECDH_anon_3DES_EDE_CBC_SHA",
        0x001B: "DH_anon_3DES_EDE_CBC_SHA",
        0xC016: "ECDH_anon_RC4_128_SHA",
        0x0018: "DH_anon_RC4_128_MD5",
        0xC015: "ECDH_anon_NULL_SHA",
    },
    "no forward secrecy": {
        0x009C: "RSA_AES_128_GCM",
        0x009D: "RSA_AES_256_GCM",
        0x003C: "RSA_AES_128_CBC_SHA256",
        0x003D: "RSA_AES_256_CBC_SHA256",
        0x002F: "RSA_AES_128_CBC_SHA",
        0x0035: "RSA_AES_256_CBC_SHA",
        0xC09C: "RSA_AES_128_CCM",
        0x0041: "RSA_CAMELLIA_128_CBC_SHA",
        0x0084: "RSA_CAMELLIA_256_CBC_SHA",
        0x0096: "RSA_SEED_CBC_SHA",
    },
}
"""By family. What has no encryption, no identity, or 40 bits is offered apart from the rest."""

USUAL: tuple[int, ...] = (
    *MODERN,
    *WEAK["no forward secrecy"],
    *WEAK["3DES"],
    *WEAK["RC4"],
    *WEAK["DES"],
)
"""What any server but a broken one finds something in."""

_NAMES: Mapping[int, str] = {
    code: name for suites in (TLS_1_3, MODERN, *WEAK.values()) for code, name in suites.items()
}


def cipher_name(code: int) -> str:
    """Return the suite's name, or its number when we do not offer it."""
    return _NAMES.get(code, f"0x{code:04X}")
