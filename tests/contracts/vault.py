"""What every vault must do. A backend's test class inherits this and gives a ``vault`` fixture."""

from __future__ import annotations

import pytest

from lur.ports import Vault


@pytest.mark.anyio
class VaultContract:
    """The rules of ``ports.Vault``."""

    async def test_unknown_is_empty(self, vault: Vault) -> None:
        """Nothing is known of a subject nobody wrote about."""
        assert await vault.get("c1") == {}

    async def test_put_replaces(self, vault: Vault) -> None:
        """The last value of a field counts."""
        await vault.put("c1", "caller_number", "+46700000001")
        await vault.put("c1", "caller_number", "+46700000002")
        assert await vault.get("c1") == {"caller_number": ["+46700000002"]}

    async def test_append_adds_in_order(self, vault: Vault) -> None:
        """A list field keeps all its values as they came, and the same value at another time again."""
        for at, key in ((1, "1"), (2, "9"), (3, "1")):
            await vault.append("c1", "key", key, at)
        assert await vault.get("c1") == {"key": ["1", "9", "1"]}

    async def test_the_same_word_twice_is_kept_once(self, vault: Vault) -> None:
        """A note that is sent again (same field, value and time) changes nothing."""
        await vault.append("c1", "key", "1", 5)
        await vault.append("c1", "key", "1", 5)
        await vault.append("c1", "key", "2", 5)
        assert await vault.get("c1") == {"key": ["1", "2"]}

    async def test_subjects_are_apart(self, vault: Vault) -> None:
        """Each subject has its own fields."""
        await vault.put("c1", "caller_name", "Åsa")
        await vault.put("c2", "caller_name", "Øyvind")
        assert await vault.get("c1") == {"caller_name": ["Åsa"]}

    async def test_erase_leaves_nothing(self, vault: Vault) -> None:
        """An erased subject is unknown, the others are not, and it may be written about anew."""
        await vault.put("c1", "caller_number", "+46700000001")
        await vault.append("c1", "key", "1", 1)
        await vault.put("c2", "caller_number", "+46700000002")
        await vault.erase("c1")
        assert await vault.get("c1") == {}
        assert await vault.get("c2") == {"caller_number": ["+46700000002"]}
        await vault.put("c1", "caller_name", "ny")
        assert await vault.get("c1") == {"caller_name": ["ny"]}

    async def test_erasing_the_unknown_is_no_error(self, vault: Vault) -> None:
        """Erasing twice, or what never was, is fine."""
        await vault.erase("c1")
        await vault.erase("c1")
