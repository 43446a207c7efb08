"""A keyring in memory-like form for tests: one file, read and written through keyring's own interface."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Keeps passwords in the file that KEEL_TEST_KEYRING names; also in other processes, as a real one does."""

    priority = 5

    @property
    def _path(self) -> Path:
        return Path(os.environ["KEEL_TEST_KEYRING"])

    def _all(self) -> dict[str, str]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._all(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        stored = self._all()
        if f"{service}/{username}" not in stored:
            raise PasswordDeleteError("none")
        del stored[f"{service}/{username}"]
        self._path.write_text(json.dumps(stored))
