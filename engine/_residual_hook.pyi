from typing import Any

class Hook:
    def __init__(
        self,
        get_name: int,
        nbytes: int,
        tensor_get: int,
        tensor_set: int,
        n_layer: int,
        n_embd: int,
        chunk_rows: int,
        chunk: Any,
        cursor: Any,
        seen: Any,
        lifted: Any,
        lift: Any,
        /,
    ) -> None: ...
    def plan(self, direction: Any, tau: Any, unit: Any, active: Any, additive: bool, /) -> None: ...
    def monitor(self, layer: int, count: int, direction: Any, /) -> None: ...
    def begin(
        self,
        rows: int,
        classes: Any,
        reading: Any,
        seen: Any,
        lifted: Any,
        lift: Any,
        group: Any,
        sums: Any,
        n_groups: int,
        mark: Any,
        row: Any,
        n_marks: int,
        /,
    ) -> None: ...
    def end(self) -> tuple[int, int]: ...
    def cancel(self, on: bool, /) -> None: ...
    def addresses(self) -> tuple[int, int, int]: ...
