"""Thousands of malformed model files, the same ones for the same seed; every one has a name that says what is wrong with it."""

from __future__ import annotations

import itertools
import random
import struct
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from axes.gguf_header import MAX_ARRAY_STRINGS
from tests.conftest import write_model
from tests.hostile.layout import ARRAY, SCALAR_BYTES, STRING, Entry, Parts, Place, Tensor, string, take_apart

BIT_FLIPS: Final = 2_400
SPLICES: Final = 900
NOISE: Final = 200
LIES_PER_DETAIL: Final = 3
NUMBERS: Final = frozenset(
    (
        *("version", "tensor count", "entry count", "key length", "value type", "text length", "element type", "list length"),
        *("word length", "tensor name length", "dimension count", "dimension", "tensor type", "offset"),
    )
)
EXTREMES: Final = (0, 1, 0x7F, 0xFF, 0xFFFF, 1 << 20, 0x7FFFFFFF, 1 << 31, 0xFFFFFFFF, 1 << 40, 1 << 62, (1 << 63) - 1, 1 << 63)


@dataclass(frozen=True, slots=True)
class Case:
    """One file: what is wrong with it, its bytes, and how long it is made with nothing behind them (0: no longer)."""

    name: str
    data: bytes
    length: int = 0

    def write(self, path: Path) -> None:
        """Write it; what is longer than its bytes is a hole that takes no room on disk."""
        path.write_bytes(self.data)
        if self.length:
            with path.open("r+b") as file:
                file.truncate(self.length)


def base_model(folder: Path) -> Parts:
    """Return a sound model of a tenth of a megabyte, which the engine loads, taken apart."""
    return take_apart(write_model(folder / "base.gguf", n_layer=3, n_embd=32).read_bytes())


def cases(folder: Path, seed: int = 1) -> Iterator[Case]:
    """Yield every file, more than 10,000; folder: where the sound model they are made from is written."""
    parts = base_model(folder)
    sound = parts.build()
    yield from _truncations(parts, sound)
    yield from _lies(parts, sound, random.Random(seed))
    yield from _types(parts)
    yield from _structures(parts)
    yield from _wrong_values(parts)
    yield from _tensors(parts)
    yield from _endings(sound)
    yield from _flips(parts, sound, random.Random(seed + 1))
    yield from _splices(parts, sound, random.Random(seed + 2))
    yield from _noise(random.Random(seed + 3))


def _truncations(parts: Parts, sound: bytes) -> Iterator[Case]:
    """Cut at every boundary of the header, one byte before and one after it, and within the data."""
    seen = set()
    for place in parts.places:
        around = (0, place.size // 2) if place.detail else (-1, 0, 1, place.size // 2)
        for cut in (place.start + step for step in around):
            if 0 <= cut < len(sound) and cut not in seen:
                seen.add(cut)
                yield Case(f"cut at {cut} ({place.kind})", sound[:cut])
    for tensor in parts.tensors:
        for cut in (parts.data_start + tensor.offset, parts.data_start + tensor.offset + len(tensor.data) // 2):
            yield Case(f"cut in the data of {tensor.name.decode()} at {cut}", sound[:cut])


def _lies(parts: Parts, sound: bytes, chance: random.Random) -> Iterator[Case]:
    """Give every count, length, type, dimension and offset other values than the true one."""
    for place in parts.places:
        if place.kind not in NUMBERS:
            continue
        true = int.from_bytes(sound[place.start : place.start + place.size], "little")
        other_end = int.from_bytes(sound[place.start : place.start + place.size], "big")
        values = {*EXTREMES, true + 1, abs(true - 1), true * 2, true + 32, other_end, (1 << 8 * place.size) - 1}
        fitting = sorted(value for value in values if value != true and value < 1 << 8 * place.size)
        for value in chance.sample(fitting, LIES_PER_DETAIL) if place.detail else fitting:
            yield Case(f"{place.kind} at {place.start}: {value} for {true}", _put(sound, place, value))


def _put(data: bytes, place: Place, value: int) -> bytes:
    return data[: place.start] + value.to_bytes(place.size, "little") + data[place.start + place.size :]


def _types(parts: Parts) -> Iterator[Case]:
    """Give every entry a sound value of every other type."""
    samples = {kind: (1).to_bytes(size, "little") for kind, size in SCALAR_BYTES.items()}
    samples |= {STRING: string(b"words"), ARRAY: struct.pack("<IQ", 4, 3) + bytes(12)}
    for place, entry in enumerate(parts.entries):
        for kind, value in samples.items():
            if kind != entry.kind:
                changed = _copy(parts)
                changed.entries[place] = Entry(entry.key, kind, value)
                yield Case(f"{entry.key.decode()} as type {kind}", changed.build())


def _copy(parts: Parts) -> Parts:
    return Parts([*parts.entries], [*parts.tensors], parts.version)


def _with(parts: Parts, *entries: Entry, **changes: int) -> bytes:
    changed = _copy(parts)
    changed.entries += entries
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed.build()


def _structures(parts: Parts) -> Iterator[Case]:
    """Nesting, repetition, and far more or far larger things than any model has."""
    first = parts.entries[0]
    for depth in (*range(1, 40), 1_000, 100_000):
        nested = struct.pack("<IQ", ARRAY, 1) * depth + struct.pack("<IQ", 4, 0)
        yield Case(f"a list {depth} deep", _with(parts, Entry(b"deep", ARRAY, nested)))
    for entry in parts.entries:
        yield Case(f"{entry.key.decode()} twice", _with(parts, entry))
    for tensor in parts.tensors:
        changed = _copy(parts)
        changed.tensors.append(tensor)
        yield Case(f"tensor {tensor.name.decode()} twice", changed.build())
    for size in (65_535, 65_536, 1 << 20, (1 << 20) + 1, 5 << 20):
        yield Case(f"a key of {size} bytes", _with(parts, Entry(b"k" * size, 4, bytes(4))))
        yield Case(f"a text of {size} bytes", _with(parts, Entry(b"text", STRING, string(b"t" * size))))
        yield Case(f"a word of {size} bytes", _with(parts, Entry(b"list", ARRAY, struct.pack("<IQ", 8, 1) + string(b"w" * size))))
    for size in (1 << 30, 1 << 36, 1 << 42):
        head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string(b"text") + struct.pack("<IQ", STRING, size - 100)
        yield Case(f"a text of {size} bytes that are a hole", head, size)
        for kind in (0, 4, 12):
            head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string(b"list") + struct.pack("<IIQ", ARRAY, kind, (size - 100) // 8)
            yield Case(f"a list of type {kind} in a hole of {size} bytes", head, size)
    for count in (MAX_ARRAY_STRINGS, MAX_ARRAY_STRINGS + 1, 1 << 26):
        head = b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + string(b"list") + struct.pack("<IIQ", ARRAY, STRING, count)
        yield Case(f"{count} empty words", head, len(head) + 8 * count)
    for count in (4_000, 4_097, 50_000):
        many = [Entry(b"k%d" % number, 4, bytes(4)) for number in range(count)]
        yield Case(f"{count} keys", _with(parts, *many))
        yield Case(f"{count} keys, but few promised", _with(parts, *many, n_entries=len(parts.entries)))
    for count in (8_000, 8_193, 40_000):
        changed = _copy(parts)
        changed.tensors += [Tensor(b"t%d" % number, [0], 0, 0) for number in range(count)]
        yield Case(f"{count} tensors", changed.build())
    long_texts = [Entry(b"t%d" % number, STRING, string(b"x" * (1 << 20))) for number in range(8)]
    yield Case("eight texts of a megabyte", _with(parts, *long_texts))
    for key in (b"", b"\n", b"\x00", b"\xff\xfe", "ключ".encode(), b"a\nb\rc\x1b[31m", first.key + b"\x00"):
        yield Case(f"the key {key!r}", _with(parts, Entry(key, 4, bytes(4))))
        yield Case(f"the key {key!r} twice", _with(parts, Entry(key, 4, bytes(4)), Entry(key, 4, bytes(4))))
    for version in (0, 1, 2, 4, 5, 0x03000000, 0xFFFFFFFF):
        yield Case(f"version {version}", _with(parts, version=version))
    for alignment in (0, 1, 2, 3, 8, 16, 33, 64, 4096, 1 << 20, 1 << 31, 0xFFFFFFFF):
        yield Case(f"alignment {alignment}", _with(parts, Entry(b"general.alignment", 4, struct.pack("<I", alignment))))


def _wrong_values(parts: Parts) -> Iterator[Case]:
    """Well-formed files whose values no model can have; llama.cpp's own checks are all that is left."""
    whole = (0, 1, 2, 3, 5, 7, 255, 256, 511, 512, 513, 4096, 65_535, 1 << 20, 0x7FFFFFFF, 1 << 31, 0xFFFFFFFF)
    real = (0.0, -0.0, -1.0, 1e-45, 1e38, -1e38, float("inf"), float("-inf"), float("nan"))
    for place, entry in enumerate(parts.entries):
        if entry.kind == 4:
            values = [struct.pack("<I", value) for value in whole]
        elif entry.kind == 6:
            values = [struct.pack("<f", value) for value in real]
        elif entry.kind == STRING:
            values = [string(text) for text in (b"", b"\x00", b"\xff\xfe", b"\n", b"none", b"llama", b"{%", b"x" * 300)]
        elif entry.kind == ARRAY:
            values = _lists(entry.value)
        else:
            values = []
        for value in values:
            changed = _copy(parts)
            changed.entries[place] = Entry(entry.key, entry.kind, value)
            yield Case(f"{entry.key.decode()} = {value[:24]!r}", changed.build())
        changed = _copy(parts)
        del changed.entries[place]
        yield Case(f"without {entry.key.decode()}", changed.build())
    yield from _added(parts)
    yield from _architectures(parts)


def _lists(value: bytes) -> list[bytes]:
    """Return a list that is empty, cut in half, twice as long, and filled with something else."""
    element, count = struct.unpack_from("<IQ", value)
    body = value[12:]
    found = [struct.pack("<IQ", element, 0), struct.pack("<IQ", element, 2 * count) + body * 2]
    if element == STRING:
        ends = list(itertools.accumulate(_words(body)))
        found.append(struct.pack("<IQ", element, count // 2) + body[: ends[count // 2 - 1]])
        found += [struct.pack("<IQ", element, count) + string(text) * count for text in (b"", b"same", b"\xff\xfe", b" ", b"a b c")]
    else:
        found.append(struct.pack("<IQ", element, count // 2) + body[: len(body) // 2])
        found += [struct.pack("<IQ", element, count) + bytes([fill]) * len(body) for fill in (0, 2, 6, 0x7F, 0xFF)]
    return found


def _words(body: bytes) -> Iterator[int]:
    at = 0
    while at < len(body):
        size = 8 + struct.unpack_from("<Q", body, at)[0]
        yield size
        at += size


def _added(parts: Parts) -> Iterator[Case]:
    """Entries that llama.cpp knows and the model does not have, with values that do not go with it."""
    numbers = (0, 1, 3, 32, 300, 1 << 16, 0x7FFFFFFF, 0xFFFFFFFF)
    names = ("expert_count", "expert_used_count", "attention.key_length", "attention.value_length", "vocab_size", "rope.freq_base")
    names += ("attention.sliding_window", "nextn_predict_layers", "pooling_type", "attention.causal", "embedding_length_out")
    for name, number in itertools.product(names, numbers):
        yield Case(f"llama.{name} = {number}", _with(parts, Entry(f"llama.{name}".encode(), 4, struct.pack("<I", number))))
    ids = ("bos", "eos", "eot", "eom", "unknown", "seperator", "padding", "cls", "mask", "fim_pre")
    for name, number in itertools.product(ids, (0, 298, 299, 300, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFF)):
        key = f"tokenizer.ggml.{name}_token_id"
        if parts.entry(key) is None:
            yield Case(f"{key} = {number}", _with(parts, Entry(key.encode(), 4, struct.pack("<I", number))))
    for count, number in itertools.product((1, 2, 3, 1_000, 0xFFFF), (0, 1, 0xFFFF)):
        split = (Entry(b"split.count", 2, struct.pack("<H", count)), Entry(b"split.no", 2, struct.pack("<H", number)))
        yield Case(f"part {number} of {count}", _with(parts, *split))
    for length in (0, 1, 2, 3, 4, 512, 100_000):
        per_block = struct.pack("<IQ", 4, length) + struct.pack("<I", 4) * length
        for name in ("attention.head_count", "attention.head_count_kv", "feed_forward_length"):
            changed = _copy(parts)
            changed.entries = [entry for entry in parts.entries if entry.key != f"llama.{name}".encode()]
            changed.entries.append(Entry(f"llama.{name}".encode(), ARRAY, per_block))
            yield Case(f"llama.{name} as a list of {length}", changed.build())


def _architectures(parts: Parts) -> Iterator[Case]:
    """The same weights under the names of other architectures, with their keys renamed too."""
    others = ("qwen2", "qwen3", "gemma", "gemma3", "phi3", "mamba", "rwkv6", "bert", "t5", "clip", "deepseek2", "qwen35", "falcon")
    others += ("gemma3n", "lfm2", "jamba", "gpt-oss", "llama4", "granite", "olmo2", "stablelm", "wavtokenizer-dec", "axis", "gpt2")
    for name in others:
        changed = _copy(parts)
        changed.entries = [
            Entry(entry.key.replace(b"llama.", name.encode() + b"."), entry.kind, entry.value) for entry in parts.entries
        ]
        changed.entries[0] = Entry(b"general.architecture", STRING, string(name.encode()))
        yield Case(f"a model that says it is {name}", changed.build())


def _tensors(parts: Parts) -> Iterator[Case]:
    """Tensors that are missing, misnamed, of other shapes and types, apart or over each other."""
    for place, tensor in enumerate(parts.tensors):
        name = tensor.name.decode()
        for what, change in _changes(tensor):
            changed = _copy(parts)
            changed.tensors[place] = change
            yield Case(f"{name}: {what}", changed.build())
        changed = _copy(parts)
        del changed.tensors[place]
        yield Case(f"{name}: left out", changed.build())
        for what, offset in (("over the first", 0), ("a step later", tensor.offset + 32), ("unaligned", tensor.offset + 1)):
            changed = deepcopy(_copy(parts))
            changed.tensors[place].offset = offset
            yield Case(f"{name}: {what}", changed.build(keep_offsets=True))
    changed = _copy(parts)
    changed.tensors.reverse()
    yield Case("tensors in reverse", changed.build())


def _changes(tensor: Tensor) -> Iterator[tuple[str, Tensor]]:
    rows, columns = (tensor.dims[1] if len(tensor.dims) > 1 else 1), tensor.dims[0]
    for dims in ([], [0], [columns * rows], [rows, columns], [columns, rows, 1], [columns, rows, 1, 1], [1, 1, 1, columns * rows]):
        if dims != tensor.dims:
            yield f"dimensions {dims}", Tensor(tensor.name, dims, tensor.kind, 0, tensor.data)
    for dims in ([1 << 31, 1 << 31], [1 << 62], [(1 << 64) - 1], [1 << 32] * 4, [columns, 0], [columns + 1, rows]):
        yield f"dimensions {dims}", Tensor(tensor.name, dims, tensor.kind, 0, tensor.data)
    for kind in (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 24, 27, 28, 30, 31, 34, 36, 39, 40, 45, 99, 0xFFFFFFFF):
        yield f"type {kind}", Tensor(tensor.name, tensor.dims, kind, 0, tensor.data)
    for what, data in (("zeros", bytes(len(tensor.data))), ("not numbers", b"\xff" * len(tensor.data))):
        yield what, Tensor(tensor.name, tensor.dims, tensor.kind, 0, data)
    for name in (b"", b"x" * 63, b"x" * 64, b"\xff", b"blk.999999999999.attn_norm.weight", tensor.name + b".bias", b"a\nb"):
        yield f"called {name[:20]!r}", Tensor(name, tensor.dims, tensor.kind, 0, tensor.data)


def _endings(sound: bytes) -> Iterator[Case]:
    """The wrong end first, and other kinds of files."""
    yield Case("big-endian version", sound[:4] + sound[4:8][::-1] + sound[8:])
    yield Case("big-endian counts", sound[:8] + sound[8:16][::-1] + sound[16:24][::-1] + sound[24:])
    yield Case("big-endian throughout", b"GGUF" + b"".join(sound[at : at + 4][::-1] for at in range(4, len(sound) - 3, 4)))
    for magic in (b"GGML", b"ggjt", b"FUGG", b"gguf", b"\x7fELF", b"PK\x03\x04", b"\x00\x00\x00\x00", b"\xef\xbb\xbfG"):
        yield Case(f"begins with {magic!r}", magic + sound[4:])
    for size in (0, 1, 3, 4, 8, 23, 24, 25, 4096):
        yield Case(f"{size} zeros", bytes(size))
        yield Case(f"the first bytes, then zeros up to {size}", (sound[:12] + bytes(size))[:size])
    for more in (1, 31, 1 << 20):
        yield Case(f"{more} bytes too many", sound + bytes(more))
    yield Case("twice the same file", sound + sound)


def _flips(parts: Parts, sound: bytes, chance: random.Random) -> Iterator[Case]:
    """Turn bits of the header around, one or several, most of them outside the long lists."""
    structural = [place for place in parts.places if not place.detail]
    for number in range(BIT_FLIPS):
        data, flipped = bytearray(sound), []
        for _ in range(1 if number % 2 else chance.randint(2, 12)):
            place = chance.choice(structural if number % 3 else parts.places)
            at = place.start + chance.randrange(max(place.size, 1))
            data[at] ^= 1 << chance.randrange(8)
            flipped.append(at)
        yield Case(f"bits flipped in {flipped} ({number})", bytes(data))


def _splices(parts: Parts, sound: bytes, chance: random.Random) -> Iterator[Case]:
    """Cut pieces out, put pieces in, repeat pieces, overwrite pieces."""
    for number in range(SPLICES):
        at, size = chance.randrange(parts.data_start), chance.choice((1, 2, 4, 8, 24, 100, 1_000))
        piece = (chance.randbytes(size), bytes(size), sound[at : at + size], b"\xff" * size)[number % 4]
        removed = (0, size, size // 2)[number % 3]
        yield Case(f"{removed} bytes at {at} become {size} others ({number})", sound[:at] + piece + sound[at + removed :])


def _noise(chance: random.Random) -> Iterator[Case]:
    for number in range(NOISE):
        body = chance.randbytes(chance.choice((10, 100, 1_000, 50_000)))
        yield Case(f"noise {number}", b"GGUF" + struct.pack("<IQQ", 3, chance.randrange(40), chance.randrange(40)) + body)
        yield Case(f"noise from the beginning {number}", body)
