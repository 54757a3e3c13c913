"""How long a start with many customers takes, and a key press in their search: a sealed vault on disk.

Run ``python bench/customers.py [--customers 100000]``. People are made up. The start is reading, unsealing
and indexing all of them, as ``lur serve`` does it. Searches are what an agent types, letter by letter; each
is one look.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sqlalchemy import Connection, insert

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.storage.sqlite_vault import SqliteVault
from lur.features.customers import store
from lur.features.customers.model import Customer
from lur.features.customers.records import Records
from lur.features.customers.service import Customers
from lur.runtime import SteadyClock

FIRST = "Anna Erik Lars Karin Maria Åsa Öjvind Bjørn Ingrid Élise Maja Sara Ali Freja Aino Solveig Johan Nils"
ROOTS = "Berg Lind Sand Ny Strand Ek Gran Ström Dal Holm Sjö Fors Alm Hag Lund Ros Back Hed Sund Käll Äng Vik"
ENDS = ("", "ström", "berg", "kvist", "gren", "man", "son", "dahl", "lund", "mark", "blad", "vall")
TYPED = ("anna bergström", "björn", "åsa sund", "ingrid dahl", "kvist", "sandvall ab", "storgatan 12")


def people(number: int, chance: random.Random) -> list[Customer]:
    """Made up, each with a number of their own."""
    first, roots = FIRST.split(), ROOTS.split()
    made = []
    for each in range(number):
        one, last = chance.choice(first), chance.choice(roots) + chance.choice(ENDS)
        made.append(
            Customer(
                id=f"cust-{each:06}-0123456789ab",
                version=1,
                made_at=0,
                changed_at=0,
                changed_by="system",
                names=(f"{one} {last}",),
                numbers=(f"+467{each:08}",),
                mails=(f"{one}.{last}{each}@example.com".lower(),),
                addresses=(f"{last}gatan {each % 99}\n{10_000 + each % 90_000} Umeå",),
                companies=(f"{last} AB",) if each % 3 == 0 else (),
            )
        )
    return made


async def fill(folder: Path, customers: list[Customer]) -> None:
    """Put them on disk, without waiting for it at each."""
    vault, database = SqliteVault(folder / "vault.db", bytes(32)), await ReadModel.open(folder / "lur.db")
    vault._db.execute("PRAGMA synchronous=OFF")
    records = Records(vault)
    for customer in customers:
        await records.put(customer)
    rows = [{"customer_id": each.id, "made_at": 0, "merged_into": None, "demo": False} for each in customers]

    def work(connection: Connection) -> None:
        connection.execute(insert(store.customer), rows)

    await database.run(work)
    await database.close()
    await vault.close()


def spans_ms(work: list[float]) -> str:
    """Median, 99th percentile and worst of seconds, in ms."""
    ordered = sorted(1000 * each for each in work)
    return f"{statistics.median(ordered):.2f} | {ordered[int(len(ordered) * 0.99)]:.2f} | {ordered[-1]:.2f}"


async def measure(folder: Path, number: int, chance: random.Random) -> None:
    """Print the table."""
    await fill(folder, people(number, chance))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    vault, database = SqliteVault(folder / "vault.db", bytes(32)), await ReadModel.open(folder / "lur.db")
    customers = Customers(database, vault, SteadyClock())
    began = time.perf_counter()
    await customers.load()
    print(f"start with {number} customers: {time.perf_counter() - began:.2f} s")
    more_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"more memory than before: {more_mb:.0f} MB")
    typed = [word[:end] for word in TYPED for end in range(1, len(word) + 1)]
    digits = [f"07{chance.randrange(number):08}"[:end] for end in range(1, 11) for _ in range(10)]
    print("\n| what | p50 ms | p99 ms | worst ms |\n| --- | ---: | ---: | ---: |")
    for name, queries in (("a key press in a name", typed * 5), ("a key press in a number", digits)):
        took = []
        for query in queries:
            began = time.perf_counter()
            customers.search(query)
            took.append(time.perf_counter() - began)
        print(f"| {name} | {spans_ms(took)} |")
    took = []
    for _ in range(1_000):
        text = f"07{chance.randrange(number):08}"
        began = time.perf_counter()
        assert customers.links.candidates(text)
        took.append(time.perf_counter() - began)
    print(f"| who has the number that calls | {spans_ms(took)} |")
    await database.close()
    await vault.close()


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options.customers, random.Random(1)))


if __name__ == "__main__":
    main()
