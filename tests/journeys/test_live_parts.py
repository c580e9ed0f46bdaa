"""A page that follows a stream of events: parts change in place, and nothing that the reader was doing is lost."""

from playwright.sync_api import Browser, Route, expect

from tests.journeys.browser import visit

STREAM = '<div class="live" data-live="/gallery/live"><p role="status" aria-live="polite" data-live-status></p></div>'
NEWS = "retry: 60000\nevent: changed\ndata: 1\n\n"


def followed(route: Route) -> None:
    """The gallery with a stream; what htmx asks for later has the news in it."""
    body = route.fetch().text().replace('id="timeline"', 'id="timeline" data-live-part').replace("</main>", STREAM + "</main>")
    body = body.replace('id="messages"', 'id="messages" data-live-part')
    if route.request.headers.get("hx-request"):
        body = body.replace("Found nothing.", "Found a knife.")
    route.fulfill(body=body, content_type="text/html")


def test_news_arrives_in_place(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        held: list[Route] = []
        seen.page.route("**/gallery/", followed)
        seen.page.route("**/gallery/live", lambda route: held.append(route))
        page = seen.go("/gallery/")
        page.get_by_text("How the score works").nth(1).click()
        page.get_by_label("Reference").fill("typed meanwhile")
        expect(page.locator("#timeline")).to_contain_text("Found nothing.")
        held[0].fulfill(body=NEWS, content_type="text/event-stream")
        expect(page.locator("#timeline")).to_contain_text("Found a knife.")
        expect(page.locator("[data-live-status]")).to_have_text("Updated just now")
        expect(page.locator("#messages details")).to_have_attribute("open", "")
        expect(page.get_by_label("Reference")).to_be_focused()
        expect(page.get_by_label("Reference")).to_have_value("typed meanwhile")
