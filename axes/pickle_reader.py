"""Reads the plain data in a PyTorch pickle without running anything the file asks for.

A pickle is a program: the standard loader calls whatever functions it names. Here its instructions are only decoded (by
pickletools, which runs nothing) and followed for containers, numbers, texts and tensors; any other instruction or name is refused.
There is no way from this module to a call of anything named in a file.
"""

from __future__ import annotations

import pickletools
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

MAX_PICKLE_BYTES: Final = 8 << 20
MAX_STEPS: Final = 400_000
MAX_KEY: Final = 1 << 32

STORAGE_TYPES: Final = {
    "BFloat16Storage": ("bf16", 2),
    "HalfStorage": ("<f2", 2),
    "FloatStorage": ("<f4", 4),
    "DoubleStorage": ("<f8", 8),
}
_REBUILD: Final = {("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor")}
_PARAMETER: Final = ("torch._utils", "_rebuild_parameter")
_ORDERED: Final = ("collections", "OrderedDict")


class PickleError(ValueError):
    """A pickle that is damaged or asks for more than plain data; the text continues a sentence that names the file."""


@dataclass(frozen=True, slots=True)
class StorageRef:
    """The numbers behind tensors: name of their type, the name they have in the file, and how many there are."""

    kind: str
    key: str
    length: int


@dataclass(frozen=True, slots=True)
class TensorRef:
    """A tensor that was not read yet: where it begins in its storage, its shape and the steps of its dimensions, in elements."""

    storage: StorageRef
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A function or class that the file names; it is never looked up."""

    module: str
    name: str


class _Mark:
    """Where a run of items begins on the stack."""


def read_pickle(data: bytes) -> Any:
    """Return the dicts, lists, tuples, texts, numbers and TensorRefs of a pickle; raises PickleError for anything else."""
    if len(data) > MAX_PICKLE_BYTES:
        raise PickleError("is far larger than any axis needs")
    try:
        return _Machine().run(data)
    except PickleError:
        raise
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error) as error:
        raise PickleError("is damaged") from error


class _Machine:
    """The stack and the memo of one pickle."""

    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def run(self, data: bytes) -> Any:
        for step, (opcode, argument, _position) in enumerate(pickletools.genops(data)):
            if step > MAX_STEPS:
                raise PickleError("holds far more than any axis needs")
            if opcode.name == "STOP":
                (result,) = self._stack
                if result is _Mark:
                    break
                return result
            action = _ACTIONS.get(opcode.name)
            if action is None:
                raise PickleError("asks for more than plain data, which is not done")
            action(self, argument)
        raise PickleError("is damaged")

    # --- one method per kind of instruction -----------------------------------------------------------------------------------

    def ignore(self, _argument: Any) -> None:
        """Versions and frames say nothing about the data."""

    def push(self, value: Any) -> None:
        self._stack.append(value)

    def push_none(self, _argument: Any) -> None:
        self._stack.append(None)

    def push_true(self, _argument: Any) -> None:
        self._stack.append(True)

    def push_false(self, _argument: Any) -> None:
        self._stack.append(False)

    def push_dict(self, _argument: Any) -> None:
        self._stack.append({})

    def push_list(self, _argument: Any) -> None:
        self._stack.append([])

    def push_tuple(self, _argument: Any) -> None:
        self._stack.append(())

    def mark(self, _argument: Any) -> None:
        self._stack.append(_Mark)

    def keep(self, index: Any) -> None:
        self._memo[len(self._memo) if index is None else index] = self._stack[-1]

    def recall(self, index: Any) -> None:
        self._stack.append(self._memo[index])

    def tuple_of_one(self, _argument: Any) -> None:
        self._tuple(1)

    def tuple_of_two(self, _argument: Any) -> None:
        self._tuple(2)

    def tuple_of_three(self, _argument: Any) -> None:
        self._tuple(3)

    def tuple_since_mark(self, _argument: Any) -> None:
        self._stack.append(tuple(self._since_mark()))

    def set_one(self, _argument: Any) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        self._set([key, value])

    def set_since_mark(self, _argument: Any) -> None:
        self._set(self._since_mark())

    def append_one(self, _argument: Any) -> None:
        item = self._stack.pop()
        self._extend([item])

    def append_since_mark(self, _argument: Any) -> None:
        self._extend(self._since_mark())

    def name(self, both: str) -> None:
        self._stack.append(_Name(*both.split(" ", 1)))

    def name_from_stack(self, _argument: Any) -> None:
        name, module = self._stack.pop(), self._stack.pop()
        self._stack.append(_Name(_typed(module, str), _typed(name, str)))

    def storage(self, _argument: Any) -> None:
        word, kind, key, _place, length = _typed(self._stack.pop(), tuple)
        if word != "storage" or not isinstance(kind, _Name) or kind.module != "torch" or kind.name not in STORAGE_TYPES:
            raise PickleError("holds numbers of a type that no axis is made of")
        self._stack.append(StorageRef(kind.name, _typed(key, str), _size(length)))

    def call(self, _argument: Any) -> None:
        arguments, function = _typed(self._stack.pop(), tuple), self._stack.pop()
        named = (function.module, function.name) if isinstance(function, _Name) else ("", "")
        if named in _REBUILD:
            storage, offset, shape, strides = arguments[:4]
            sizes = tuple(_size(each) for each in _typed(shape, tuple)), tuple(_size(each) for each in _typed(strides, tuple))
            self._stack.append(TensorRef(_typed(storage, StorageRef), _size(offset), *sizes))
        elif named == _PARAMETER:
            self._stack.append(_typed(arguments[0], TensorRef))
        elif named == _ORDERED and not arguments:
            self._stack.append({})
        else:
            raise PickleError("asks for code to be run, which is not done")

    # --- inside ---------------------------------------------------------------------------------------------------------------

    def _tuple(self, length: int) -> None:
        items = self._stack[-length:]
        if len(items) < length or _Mark in items:
            raise PickleError("is damaged")
        self._stack[-length:] = [tuple(items)]

    def _since_mark(self) -> list[Any]:
        start = len(self._stack) - 1
        while self._stack[start] is not _Mark:
            start -= 1
            if start < 0:
                raise PickleError("is damaged")
        items = self._stack[start + 1 :]
        del self._stack[start:]
        return items

    def _set(self, items: list[Any]) -> None:
        target = _typed(self._stack[-1], dict)
        for key, value in zip(items[::2], items[1::2], strict=True):
            # Hashing nested tuples can take for ever, and so can a dict whose huge integers all have the same hash.
            if type(key) is not str and (type(key) is not int or abs(key) > MAX_KEY):
                raise PickleError("holds more than plain data, which is not read")
            target[key] = value

    def _extend(self, items: list[Any]) -> None:
        target: list[Any] = _typed(self._stack[-1], list)
        target.extend(items)


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise PickleError("is damaged")
    return value


def _size(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 40:
        raise PickleError("holds a tensor of an impossible size")
    return value


_Action = Callable[[_Machine, Any], None]
_ACTIONS: Final[dict[str, _Action]] = {
    **dict.fromkeys(("PROTO", "FRAME"), _Machine.ignore),
    **dict.fromkeys(("BINUNICODE", "SHORT_BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"), _Machine.push),
    **dict.fromkeys(("BINPUT", "LONG_BINPUT", "MEMOIZE"), _Machine.keep),
    **dict.fromkeys(("BINGET", "LONG_BINGET"), _Machine.recall),
    "NONE": _Machine.push_none,
    "NEWTRUE": _Machine.push_true,
    "NEWFALSE": _Machine.push_false,
    "EMPTY_DICT": _Machine.push_dict,
    "EMPTY_LIST": _Machine.push_list,
    "EMPTY_TUPLE": _Machine.push_tuple,
    "MARK": _Machine.mark,
    "TUPLE1": _Machine.tuple_of_one,
    "TUPLE2": _Machine.tuple_of_two,
    "TUPLE3": _Machine.tuple_of_three,
    "TUPLE": _Machine.tuple_since_mark,
    "SETITEM": _Machine.set_one,
    "SETITEMS": _Machine.set_since_mark,
    "APPEND": _Machine.append_one,
    "APPENDS": _Machine.append_since_mark,
    "GLOBAL": _Machine.name,
    "STACK_GLOBAL": _Machine.name_from_stack,
    "BINPERSID": _Machine.storage,
    "REDUCE": _Machine.call,
}
"""Every instruction that plain data needs."""
