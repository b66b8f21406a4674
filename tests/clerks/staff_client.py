"""A clerk's browser without a screen: keeps cookies, follows redirects, fills in and sends the forms of the staff's pages."""
import http.client
import html.parser
import time
import urllib.parse


class Page(html.parser.HTMLParser):
    """A page's forms (their fields as they stand, their buttons) and its text."""

    def __init__(self, status, path, text):
        super().__init__(convert_charrefs=True)
        self.status, self.path, self.html = status, path, text
        self.forms, self.words, self.links = [], [], []
        self._form = self._select = self._area = None
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "a" and at.get("href"):
            self.links.append(at["href"])
        if tag == "form":
            self._form = {"action": at.get("action", self.path), "fields": [], "buttons": [], "boxes": {}}
            self.forms.append(self._form)
        form = self._form
        if form is None:
            return
        if tag == "input" and at.get("type") in ("radio", "checkbox"):
            form["boxes"].setdefault(at.get("name"), []).append(at.get("value", "on"))
            if "checked" in at:
                form["fields"].append([at["name"], at.get("value", "on")])
        elif tag == "input" and at.get("name") and at.get("type") not in ("submit", "button", "file"):
            form["fields"].append([at["name"], at.get("value", "")])
        elif tag == "button" and at.get("type", "submit") == "submit":
            form["buttons"].append((at.get("name"), at.get("value", "")))
        elif tag == "select":
            self._select = [at.get("name"), None]
        elif tag == "option" and self._select is not None:
            if "selected" in at or self._select[1] is None:
                self._select[1] = at.get("value", "")
        elif tag == "textarea":
            self._area = [at.get("name"), ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            if self._form is not None:
                self._form["fields"].append([self._select[0], self._select[1] or ""])
            self._select = None
        elif tag == "textarea" and self._area is not None:
            if self._form is not None:
                self._form["fields"].append(self._area)
            self._area = None

    def handle_data(self, data):
        if self._area is not None:
            self._area[1] += data
        self.words.append(data)

    def form_with(self, *names):
        """The form that has all of these fields or buttons."""
        for form in self.forms:
            here = {name for name, _ in form["fields"]} | {name for name, _ in form["buttons"]} | set(form["boxes"])
            if set(names) <= here:
                return form
        raise AssertionError(f"{self.path} ({self.status}) has no form with {names}: {self.text[:600]}")


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.connection, self.used = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0

    def request(self, method, path, body=None):
        headers = {"Host": f"127.0.0.1:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
            headers["Sec-Fetch-Site"] = "same-origin"
        path = path.split("#")[0]
        if time.monotonic() - self.used > 5:
            self.connection.close()  # the server ends idle ones; the next request opens another
        self.used = time.monotonic()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name.strip()] = value
        if answer.status in (302, 303, 308):
            return self.request("GET", answer.headers["Location"].replace(f"http://127.0.0.1:{self.port}", ""))
        return Page(answer.status, path, text)

    def get(self, path):
        return self.request("GET", path)

    def send(self, page, form, values, button=None):
        """Send a form with some of its fields changed; `button` (name, value) is the one pressed."""
        fields = [(name, values.pop(name) if name in values else value) for name, value in form["fields"]]
        fields += list(values.items())
        if button is not None and button[0]:
            fields.append(button)
        return self.request("POST", urllib.parse.urljoin(page.path, form["action"]), urllib.parse.urlencode(fields))
