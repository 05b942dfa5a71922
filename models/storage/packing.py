"""How is a long text kept in a file? Deflated, with the words that every ledger has; a server compresses by itself.

Guarantees (`test_what_is_packed_is_read_to_the_letter`): what is unpacked is what was packed. A packed text begins with
the number of its form; a form stays readable for ever, so `_WORDS` never changes: other words are another number.
"""

from __future__ import annotations

import zlib

_FORM = b"\x01"
_LEVEL = 6
_LEAST = 100
"""Shorter texts stay as they are."""
_WORDS = (
    b'"message":" h, belongs to no request","entry":"E-","request":"R-","agent":"","day":"2026-","client":""},'
    b'{"level":"note","code":"short_day"},{"level":"blocking","code":"overlap"},{"level":"warning","code":"no_request",'
    b'"statements":{"","records":{"2026-01":{"client":"{"after":"2026-02",'
    b'"counted":0,"slices":[{"name":"evening","weight":"1.5","seconds":00,"accounted":00}],'
    b'"worked":[["2026-01",0,0,0]],"grants":[["",0,"2026-01-01","2026-12-31",1,0,0,0]],"drawn_from":[["",0]]}'
    b'"total":"\\u0003","amounts":{"fee":"\\u0003","overage":"\\u0004","on_demand":"\\u0004","additional":"\\u0004",'
    b'"charge":"\\u0004"},"usable":0,"expiring":0,"unlimited_contract":true,"unlimited_contract":false,"worked":[["202'
    b'{"kind":"charge","contract":null,"work_type":null,{"kind":"additional",{"kind":"on_demand",{"kind":"overage",'
    b'"minutes":0,"rate":"\\u0001","amount":"\\u0002","late":true,"charge":""},"unit":"sessions","expires_on":null,'
    b'{"client":"","month":"2026-03","closed":true,"minutes":{"opening":0,"granted":0,"drawn":0,"lapsed":0,'
    b'"forfeited":0,"reversed":0,"closing":0,"spent_seconds":0,"accounted":0,"covered":0,"unlimited":0,"by_sessions":0,'
    b'"overage":0,"on_demand":0,"additional":0,"courtesy_seconds":0,"late_accounted":0},"grants":[{"contract":"",'
    b'"allowance":0,"unit":"minutes","valid_from":"2026-0","expires_on":"2026-0","opening":0,"granted":0,"drawn":0,'
    b'"lapsed":0,"forfeited":0,"reversed":0,"closing":0}],"lines":[{"kind":"fee","contract":"","work_type":null,'
    b'"minutes":null,"rate":null,"amount":"\\u0001","late":false,"charge":null}],"total":"\\u0001","units":[{"entries":'
    b'["E-"],"request":"R-","request":null,"work_type":"maintenance","scope":"additional","scope":"courtesy",'
    b'"scope":"support","work_date":"2026-0","spent_seconds":00,"accounted":0,"rate":"\\u0001","contract":"",'
    b'"late":false,"draws":[{"contract":"","allowance":0,"valid_from":"2026-0","amount":0}],"covered":0,"unlimited":0,'
    b'"by_sessions":0,"overage":0,"on_demand":0,"additional":0},{"entries":["E-'
)
"""What stands in what is closed and issued; the commonest last, which is the nearest."""


def pack(text: str) -> str | bytes:
    """The text in fewer bytes, or as it is where that is shorter."""
    plain = text.encode()
    if len(plain) < _LEAST:
        return text
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_WORDS)
    packed = _FORM + packer.compress(plain) + packer.flush()
    return packed if len(packed) < len(plain) else text


def unpack(kept: str | bytes | None) -> str | None:
    """The text that was packed; raises ValueError for bytes that `pack` did not make."""
    if not isinstance(kept, bytes):
        return kept
    if kept[:1] != _FORM:
        raise ValueError("is no text that this program packed")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_WORDS)
    try:
        text = unpacker.decompress(kept[1:]) + unpacker.flush()
    except zlib.error as error:
        raise ValueError("is no text that this program packed") from error
    if not unpacker.eof:
        raise ValueError("is no text that this program packed")
    return text.decode()


def readable(kept: str | bytes | None) -> str | None:
    """`unpack` within a statement; what is damaged reads as empty, which is no JSON, so that `doctor` names the row."""
    try:
        return unpack(kept)
    except ValueError:
        return ""
