"""For test-running.sh: residents who answer, and a member of staff at work, each as a browser would.

running.py submit SURVEY-URL RESIDENTS [EACH]   answers until it is ended, or EACH times; prints `sent REFERENCE`
running.py staff WELCOME-URL SURVEY DAY FILE    makes the first account, moves the survey's last day, publishes FILE
"""
import html.parser
import http.cookiejar
import re
import signal
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

telling = threading.Lock()


class Browser:
    """Keeps cookies, follows redirects, says where its requests come from."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.url = self.page = ""

    def go(self, url, body=None, kind="application/x-www-form-urlencoded"):
        """Open an address; returns the status."""
        request = urllib.request.Request(urllib.parse.urljoin(self.url, url), body)
        if body is not None:
            request.add_header("Content-Type", kind)
            request.add_header("Sec-Fetch-Site", "same-origin")
        try:
            with self.opener.open(request, timeout=90) as reply:
                self.url, self.page = reply.geturl(), reply.read().decode()
                return reply.status
        except urllib.error.HTTPError as error:
            self.page = error.read().decode()
            return error.code

    def post(self, url, fields):
        return self.go(url, urllib.parse.urlencode(fields, doseq=True).encode())

    def form(self, name):
        """The action and the fields, as they stand, of the form that has a control of this name."""
        parser = Forms()
        parser.feed(self.page)
        return next((form for form in parser.forms if name in form[2]), None)

    def fill(self, fields, status=200):
        """Send the form that has the first field, as it stands but for these."""
        action, present, _ = self.form(next(iter(fields)))
        got = self.post(action or self.url, {**present, **fields})
        assert got == status, (got, self.url, re.sub(r"<[^>]*>|\s+", " ", self.page)[:1500])

    def upload(self, name, path):
        action, present, _ = self.form(name)
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in present.items()]
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{path}"\r\n'
                     "Content-Type: text/xml\r\n\r\n")
        body = "".join(parts).encode() + open(path, "rb").read() + f"\r\n--{mark}--\r\n".encode()
        got = self.go(action, body, f"multipart/form-data; boundary={mark}")
        assert got == 200, (got, re.sub(r"<[^>]*>|\s+", " ", self.page)[:1500])


class Forms(html.parser.HTMLParser):
    """All forms of a page: (action, fields as they stand, names of all controls)."""

    def __init__(self):
        super().__init__()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append((given.get("action"), {}, set()))
        elif tag in ("input", "textarea", "select", "button") and self.forms and given.get("name"):
            _, fields, names = self.forms[-1]
            names.add(given["name"])
            if tag == "input" and given.get("type") not in ("file", "radio", "checkbox", "submit"):
                fields[given["name"]] = given.get("value") or ""


def answer(survey):
    """One resident's way through the survey; the reference."""
    browser = Browser()
    browser.go(survey + "/")
    for page, fields in (("p_safe", {"safe": "1"}), ("p_picks", {"picks": ["1", "3"], "picks_other": "Trees"}),
                         ("check-answers", {})):
        while True:
            status = browser.post(f"{survey}/{page}", fields)
            if status != 503:
                break
            tell("busy")
            time.sleep(0.05)
        assert status == 200, (page, status, re.sub(r"<[^>]*>|\s+", " ", browser.page)[:500])
    return re.search(r'<strong id="ref"[^>]*>([^<]+)<', browser.page)[1]


def tell(line):
    """One line in one piece, from any thread."""
    with telling:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def submit(survey, residents, each):
    """Until SIGTERM; whoever is in the middle of it then goes on to the end."""
    is_over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())

    def go_on():
        for _ in range(each):
            if is_over.is_set():
                return
            try:
                tell("sent " + answer(survey))
            except BaseException as error:
                tell("wrong " + repr(error))
                raise

    threads = [threading.Thread(target=go_on) for _ in range(residents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)  # signals are taken in between


def staff(welcome, survey, day, path):
    browser = Browser()
    password = "three striped umbrellas"
    browser.go(welcome)
    fields = {name: password for name in browser.form("password")[2] if "password" in name or name == "again"}
    browser.fill({"name": "anna", **fields})
    browser.go(f"/staff/{survey}/dates")
    browser.fill({"closes": day, "reason": "few answers so far", "do": "change"})
    browser.go("/staff/definitions")
    browser.upload("definition", path)
    overview = browser.url
    browser.go(urllib.parse.urljoin(overview, "publish"))
    action = next((form for form in forms_of(browser) if "csrf" in form[2] and
                   "publish" in (form[0] or browser.url)), None)
    assert action, browser.page
    got = browser.post(action[0] or browser.url, action[1])
    assert got == 200 and "published-address" in browser.page, (got, browser.page)


def forms_of(browser):
    parser = Forms()
    parser.feed(browser.page)
    return parser.forms


if sys.argv[1] == "submit":
    submit(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1 << 30)
else:
    staff(*sys.argv[2:])
