"""PyTorch files are read without PyTorch, and nothing in them is ever run."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import struct
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from axes.axis import AxisError
from axes.pickle_reader import PickleError, TensorRef, read_pickle
from axes.torch_file import TorchFile
from tests.axes.torch_zip import Tensor, bfloat16, torch_bytes, zip_bytes

RANDOM = np.random.default_rng(3)


def opened(folder: Path, data: bytes) -> TorchFile:
    path = folder / "file.pt"
    path.write_bytes(data)
    return TorchFile(path)


@pytest.mark.parametrize("kind", ["FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage"])
def test_tensors_of_every_type_come_back(tmp_path: Path, kind: str) -> None:
    values = RANDOM.standard_normal((5, 7)).astype(np.float32)
    file = opened(tmp_path, torch_bytes({"axis": Tensor(values, kind)}))
    wanted = {"HalfStorage": values.astype(np.float16).astype(np.float32), "BFloat16Storage": bfloat16(values)}.get(kind, values)
    np.testing.assert_array_equal(file.array(file.content["axis"]), wanted)


def test_plain_data_comes_back(tmp_path: Path) -> None:
    content = {"a": [1, 2.5, None, True, False, "text — naïve", (1, 2), (1, 2, 3, 4), (), {}], "b": {"c": -(1 << 40), 3: []}}
    assert opened(tmp_path, torch_bytes(content)).content == content


def test_files_that_pytorch_itself_wrote(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "files"
    wanted = np.asarray(json.loads((folder / "from_torch.json").read_text()), dtype=np.float32)
    for name in ("from_torch.pt", "from_torch_transposed.pt"):
        file = TorchFile(folder / name)
        np.testing.assert_array_equal(file.array(file.content["axis"]), wanted)


def test_a_new_file_of_an_installed_pytorch(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    values = torch.randn(4, 6).to(torch.bfloat16)
    torch.save({"axis": torch.nn.Parameter(values[1:, ::2]), "cap": torch.tensor(2.5)}, tmp_path / "new.pt")
    file = TorchFile(tmp_path / "new.pt")
    np.testing.assert_array_equal(file.array(file.content["axis"]), values[1:, ::2].float().numpy())
    assert float(file.array(file.content["cap"])) == 2.5


class _Evil:
    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def test_code_in_a_file_is_refused_and_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    evil = [pickle.dumps(_Evil(os.system, f"touch {mark}"), protocol=protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    evil += [pickle.dumps({"axis": _Evil(eval, f"open({str(mark)!r}, 'w')")}, protocol=2)]
    evil += [b"cos\nsystem\n(S'touch %s'\ntR." % os.fsencode(mark), b"\x80\x02cbuiltins\nexec\nX\x01\x00\x00\x00a\x85R."]
    for data in evil:
        with pytest.raises(AxisError, match=r"not done|damaged|plain data"):
            opened(tmp_path, zip_bytes(data, []))
    assert not mark.exists()


HOSTILE = {
    "a text of 2 GB": b"\x80\x02X\xff\xff\xff\x7f",
    "bytes of 2^60": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 60),
    "a byte array of 2^60": b"\x80\x05\x96" + struct.pack("<Q", 1 << 60),
    "a number of 2 GB": b"\x80\x02\x8b\xff\xff\xff\x7f",
    "no end": b"\x80\x02}",
    "nothing": b"",
    "an end with nothing on the stack": b"\x80\x02.",
    "two values": b"\x80\x02}}.",
    "a mark that is left": b"\x80\x02(.",
    "a mark in a tuple": b"\x80\x02(}\x86.",
    "an append to a number": b"\x80\x02K\x01K\x02a.",
    "a list as a key": b"\x80\x02}]K\x01s.",
    "a storage that is no tuple": b"\x80\x02K\x01Q.",
    "an object to build": b"\x80\x02}}b.",
    "too many steps": b"\x80\x02" + b"K\x01" * 500_000 + b".",
    "nested tuples as a key": b"\x80\x02})q\x00" + b"h\x00h\x00\x86q\x00" * 80 + b"K\x01s.",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pickles_are_refused_at_once(data: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(PickleError):
        read_pickle(data)
    assert time.monotonic() - begun < 10


def test_a_huge_memo_index_takes_no_memory() -> None:
    assert read_pickle(b"\x80\x02}r\xff\xff\xff\xff.") == {}


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_are_data_or_a_pickle_error(data: bytes, protocol: bool) -> None:
    with contextlib.suppress(PickleError):
        read_pickle(b"\x80\x02" + data + b"." if protocol else data)


def test_truncation_at_every_byte_is_refused(tmp_path: Path) -> None:
    data = torch_bytes(Tensor(np.ones((3, 4), dtype=np.float32)))
    for length in range(len(data)):
        with pytest.raises(AxisError):
            opened(tmp_path, data[:length])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_changed_bytes_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(torch_bytes({"axis": Tensor(np.ones((3, 4), dtype=np.float32))}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        file = opened(tmp_path, bytes(whole))
        for tensor in file.content.values():
            file.array(tensor)
    except (AxisError, AttributeError, KeyError):  # AttributeError: the content became something else, which callers check
        pass


def test_lying_and_huge_lengths_are_refused(tmp_path: Path) -> None:
    small = np.ones((2, 2), dtype=np.float32)
    for lie in (1, -1, 1 << 29, 1 << 39):
        file = opened(tmp_path, torch_bytes(Tensor(small), lie=lie))
        with pytest.raises(AxisError, match="not in it"):
            file.array(file.content)
    for name, change in {
        "a 2 GB array": {"shape": (1 << 15, 1 << 14)},
        "strides far out": {"strides": (1 << 39, 1)},
        "an offset far out": {"offset": 1 << 39},
        "a shape that is not its strides'": {"shape": (2, 2, 2)},
    }.items():
        file = opened(tmp_path, torch_bytes(Tensor(small)))
        found = file.content
        parts = {"storage": found.storage, "offset": found.offset, "shape": found.shape, "strides": found.strides} | change
        with pytest.raises(AxisError):
            file.array(type(found)(**parts))
        assert name


def test_compressed_parts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AxisError, match="compressed"):
        opened(tmp_path, torch_bytes(Tensor(np.zeros((100, 100), dtype=np.float32)), compression=zipfile.ZIP_DEFLATED))


def test_other_files_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("picture.png", b"x")
    for data in (b"", b"PK", b"text", pickle.dumps({"axis": 1}), out.getvalue()):
        with pytest.raises(AxisError, match=r"file\.pt"):
            opened(tmp_path, data)
    for missing in (tmp_path / "missing.pt", tmp_path):
        with pytest.raises(AxisError, match="not there"):
            TorchFile(missing)
    with (tmp_path / "huge.pt").open("wb") as file:
        file.truncate(1 << 31)
    with pytest.raises(AxisError, match="far larger"):
        TorchFile(tmp_path / "huge.pt")


def test_very_many_parts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AxisError, match="far more parts"):
        opened(tmp_path, b"PK\x01\x02" * 20_000)


def test_one_number_spread_over_a_huge_tensor_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spread.pt"
    path.write_bytes(torch_bytes([Tensor(np.ones(4))]))
    file = TorchFile(path)
    for shape in ((60, 1_000_000), (5,)):
        with pytest.raises(AxisError, match="not in it"):
            file.array(TensorRef(file.content[0].storage, 0, shape, (0,) * len(shape)))


def test_all_tensors_of_a_file_share_one_limit(tmp_path: Path) -> None:
    path = tmp_path / "many.pt"
    path.write_bytes(torch_bytes([Tensor(np.ones(1 << 20)) for _ in range(2)]))
    file = TorchFile(path)
    with pytest.raises(AxisError, match="more numbers than any axis"):
        [file.array(file.content[0]) for _ in range(100)]


def test_many_small_tensors_of_one_large_storage_are_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.pt"
    path.write_bytes(torch_bytes([Tensor(np.arange(4_000_000)), Tensor(np.arange(4_000_000))]))
    file = TorchFile(path)
    first, second = (tensor.storage for tensor in file.content)
    began = time.monotonic()
    for number in range(4000):
        found = file.array(TensorRef(first, number * 8, (8,), (1,)))
        np.testing.assert_array_equal(found, np.arange(number * 8, number * 8 + 8))
    assert time.monotonic() - began < 10
    with pytest.raises(AxisError, match="far more often"):
        [file.array(TensorRef(storage, 0, (8,), (1,))) for _ in range(2000) for storage in (first, second)]


def test_keys_made_to_collide_are_refused() -> None:
    with pytest.raises(PickleError, match="more than plain data"):
        read_pickle(pickle.dumps({(2**61 - 1) * (number + 1): 0 for number in range(10)}, protocol=2))
    assert read_pickle(pickle.dumps({7: 1, -3: 2}, protocol=2)) == {7: 1, -3: 2}
