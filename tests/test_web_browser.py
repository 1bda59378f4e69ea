"""The site in a real browser: its main paths, its console, its requests, its accessibility.

Debian's Chromium is used, which `make test` installs where it may; BILAT_BROWSER names another.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_served import Served

BROWSER = os.environ.get("BILAT_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = pytest.mark.skipif(not BROWSER, reason="NO BROWSER: the pages were not tested; install chromium")
if BROWSER:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, Page, expect, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tool:
        found = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, site: Served) -> Iterator[Page]:
    """A page on which nothing may go wrong: no message of the console, no request elsewhere.

    Its clock is behind that of the days, which an article gives without an hour: none may become the day before.
    """
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1100, "height": 900}, timezone_id="America/Los_Angeles"
    )
    found = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    found.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("request", lambda request: asked.append(request.url))
    yield found
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((site.url, "data:", "blob:"))] == []


def drawn(page: Page, chart: str) -> None:
    page.locator(f"#{chart}").scroll_into_view_if_needed()
    expect(page.locator(f"#{chart} svg")).to_be_visible(timeout=60_000)


def test_what_only_a_screen_needs_is_not_printed(page: Page) -> None:
    page.goto("/dyad/RUS/IRN?since=2022")
    drawn(page, "course")
    expect(page.get_by_text("drag over the bars")).to_be_visible()
    expect(page.get_by_role("button", name="Select")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#course figcaption")).to_be_visible()
    for unprinted in ("form", ".form", ".bar", ".save", "figcaption .noprint"):
        assert page.locator(unprinted).count() > 0
        assert not any(one.is_visible() for one in page.locator(unprinted).all()), unprinted


def test_from_the_search_to_the_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("pact")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=re.compile("signed a pact")).first.click()
    expect(page.locator("mark", has_text="signed a pact")).to_be_visible()
    page.locator("mark a", has_text="signed a pact").click()
    expect(page.get_by_role("heading", name=re.compile("^Reports"))).to_contain_text("2 reports, 2 origins")


def test_from_the_home_page_to_a_claim_and_its_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Show", exact=True).fill("Russia")
    page.get_by_label("and", exact=True).fill("IRN")
    page.get_by_role("button", name="Show the dyad").click()
    expect(page).to_have_url(re.compile("/dyad/RUS/IRN"))
    page.get_by_role("link", name="Iran sent drones to Russia").click()
    expect(page.get_by_text("Denied by")).to_be_visible()
    page.get_by_role("link", name=re.compile("Ukraine says")).click()
    expect(page.locator("mark.k-claim").first).to_contain_text("Iran sent drones")


def test_a_span_selected_in_the_chart_holds_below(page: Page) -> None:
    page.goto("/dyad/RUS/IRN")
    drawn(page, "course")
    expect(page.locator("#below [role=status]")).to_contain_text("4 happenings")
    box = page.locator("#course svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 60, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100, steps=8)
    page.mouse.up()
    expect(page).to_have_url(re.compile("since=202[34]"), timeout=10_000)
    expect(page.locator("#below [role=status]")).not_to_contain_text("4 happenings")


def test_a_bar_opens_what_it_counts(page: Page) -> None:
    page.goto("/dyad/RUS/IRN?as_of=2024-05-04")
    drawn(page, "course")
    page.locator("#course [aria-label*='happenings: 1']").last.click()
    expect(page).to_have_url(re.compile(r"/dyad/RUS/IRN/event\?status=occurred&month=2024-05&.*as_of=2024-05-04"))
    expect(page.locator(".rows > li")).to_have_count(1)


def test_steps_and_pulses_are_fetched_and_follow_the_span(page: Page) -> None:
    page.goto("/dyad/RUS/IRN?since=2022&as_of=2024-05-04")
    page.locator("[data-part]").scroll_into_view_if_needed()
    expect(page.locator("#turns-told")).to_contain_text("The course neither stepped nor jumped from")
    page.get_by_role("link", name="steps and pulses").click()
    expect(page).to_have_url(re.compile(r"/turns\?since=2022&as_of=2024-05-04"))
    expect(page.locator(".asof")).to_contain_text("As of 4 May 2024")


def test_charts_are_drawn_and_saved(page: Page) -> None:
    page.goto("/dyad/RUS/IRN")
    drawn(page, "timeline")
    for form in ("SVG", "PNG"):
        with page.expect_download() as waited:
            page.locator("#timeline").get_by_role("button", name=form).click()
        content = Path(waited.value.path()).read_bytes()
        assert content.startswith(b"<svg" if form == "SVG" else b"\x89PNG")


def test_tables_are_downloaded(page: Page) -> None:
    page.goto("/dyad/RUS/IRN")
    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV").click()
    assert "signed a pact" in Path(waited.value.path()).read_text(encoding="utf-8")


def test_a_ruling_is_made_and_undone(page: Page, site: Served) -> None:
    row = next(r for r in site.space.events("RUS", "IRN") if r["type"] == "SUPPORT")
    page.goto(f"/event/{row['id']}")
    page.get_by_role("button", name=re.compile("^Wrong")).click()
    expect(page).to_have_url(re.compile("/review$"))
    expect(page.get_by_role("row", name=re.compile("wrong"))).to_contain_text("in force")
    assert row["id"] not in {r["id"] for r in site.space.events("RUS", "IRN")}
    page.get_by_role("button", name="undo ruling 1").click()
    expect(page.get_by_role("row", name=re.compile("undo of 1"))).to_be_visible()
    assert row["id"] in {r["id"] for r in site.space.events("RUS", "IRN")}


def test_hostile_text_does_nothing(page: Page, site: Served) -> None:
    page.goto(f"/document/{site.ids['=hostile']}")
    expect(page.locator("h1")).to_contain_text("<script>")
    assert page.title().startswith("<script>") and page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/dyad/RUS/IRN",
        "/document/strange.txt",
        "/network",
        "/review",
        "/limits",
        "/actor/RUS",
        "/dyad/RUS/IRN/turns",
    ],
)
def test_axe_finds_nothing_serious(page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    if path == "/dyad/RUS/IRN":
        drawn(page, "course")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("path", ["/", "/dyad/RUS/IRN", "/document/strange.txt"])
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_reaches_the_page(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
