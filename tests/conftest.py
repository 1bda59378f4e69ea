"""What several files of tests stand on: the site, served once for each file, and a client for it."""

from collections.abc import Iterator

import httpx
import pytest

from site_served import Served, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("site") / "r.sqlite") as found:
        yield found


@pytest.fixture(scope="module")
def client(site: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, timeout=30) as found:
        yield found
