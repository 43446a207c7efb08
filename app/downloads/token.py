"""The access token of the hub, kept by the operating system's keyring and nowhere else.

Only needed for files whose owner wants to know who takes them. Each function may wait for a person who has to unlock the keyring,
so a window calls them where waiting does no harm.
"""

from __future__ import annotations

import logging
from typing import Final

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from app.problems import UserError

SERVICE: Final = "Keel"
NAME: Final = "hub-access-token"
_LONGEST: Final = 512

_log = logging.getLogger(__name__)


def get_token() -> str | None:
    """Return the token, or None where none is kept or the keyring cannot be read."""
    try:
        return keyring.get_password(SERVICE, NAME) or None
    except Exception as error:  # noqa: BLE001 - keyrings of many makers; what they say could hold the secret
        _log.warning("the keyring could not be read (%s)", type(error).__name__)
        return None


def set_token(token: str) -> None:
    """Keep a token in place of the one before; raises UserError where it is none or there is no keyring."""
    secret = token.strip()
    if not secret or len(secret) > _LONGEST or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise UserError("This is not an access token", "nothing was kept", "copy it whole from the hub's page of access tokens")
    try:
        keyring.set_password(SERVICE, NAME, secret)
    except Exception as error:  # noqa: BLE001
        raise _unusable(error) from None


def delete_token() -> None:
    """Forget the token; there may be none. Raises UserError where the keyring does not do it."""
    try:
        keyring.delete_password(SERVICE, NAME)
    except PasswordDeleteError:
        return
    except Exception as error:  # noqa: BLE001
        raise _unusable(error) from None


def keyring_available() -> bool:
    """Say whether this computer has a keyring that a token can be kept in."""
    try:
        return keyring.get_keyring().priority > 0
    except Exception:  # noqa: BLE001
        return False


def _unusable(error: Exception) -> UserError:
    kind = "it refused" if isinstance(error, KeyringError) else type(error).__name__
    _log.warning("the keyring could not be used (%s)", type(error).__name__)
    return UserError(
        f"The keyring of this computer cannot be used ({kind})",
        "the token is not kept",
        "unlock or set up the system's password store, then try again",
    )
