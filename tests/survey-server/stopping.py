"""Stops aimed at a server under load: residents on connections that are kept answer nearly without a pause, and the server is told
to end at a random moment. stopping.py SERVER RESPONSE SURVEY ROUNDS, in an empty directory.

Asserted in every round: it exits with 0 and says nothing of the HTTP library, and no log of the database is left. Who was still
answered got a page saved, or 503 with what they typed, when to come again, and the end of the connection. At the end the export
holds every reference that anybody was shown, with its words, and nothing that was turned away."""
import collections
import csv
import glob
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time

RESIDENTS = 16
PAUSES_S = [0.03, 0.03, 0.03, 0]  # of each four, three think at most so long: so there are moments with nothing in hand
STOP_S = 12  # 10 at the latest, and a slow machine
LINGER_S = 0.2  # an idle connection may be closed after 0.25 s
S = "/short-journey"
server_program, response_program, survey, rounds = sys.argv[1:4] + [int(sys.argv[4])]
count, counting = collections.Counter(), threading.Lock()


def note(what):
    with counting:
        count[what] += 1


class Cut(Exception):
    """The connection ended without an answer."""


class Late(Exception):
    """It was turned away, with everything that was typed."""


class Last(Exception):
    """What it asked was done, and the connection has ended with that, as the answer said."""


class Connection:
    """One that is kept, with the one cookie."""

    def __init__(self, port, pause):
        self.pause = pause
        self.port, self.cookie, self.rest, self.is_last, self.asked = port, "", b"", False, 0.0
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(STOP_S + 8)

    def more(self):
        got = self.socket.recv(65536)
        if not got:
            raise Cut
        self.rest += got

    def ask(self, method, path, body=None):
        """The status, the headers and the page."""
        self.asked = time.monotonic()
        form = ("" if body is None else "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n")
        try:
            self.socket.sendall(f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n{self.cookie}{form}\r\n"
                                f"{body or ''}".encode())
            while b"\r\n\r\n" not in self.rest:
                self.more()
            head, _, self.rest = self.rest.partition(b"\r\n\r\n")
            first, *lines = head.decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            while len(self.rest) < int(headers["content-length"]):
                self.more()
        except ConnectionError:
            raise Cut from None
        page, self.rest = self.rest[:int(headers["content-length"])].decode(), self.rest[int(headers["content-length"]):]
        if "set-cookie" in headers:
            self.cookie = f"Cookie: {headers['set-cookie'].split(';')[0]}\r\n"
        self.is_last = headers.get("connection") == "close"
        assert not self.is_last or (not self.rest and self.socket.recv(1) == b""), "open after its last answer"
        return int(first.split()[1]), headers, page

    def post(self, path, body, leads_to, kept):
        """Saved, or turned away with these words in the page."""
        time.sleep(random.uniform(0, self.pause))
        status, headers, page = self.ask("POST", path, body)
        if status == 503:
            assert re.search(kept, page), (path, kept, page[:3000])
            assert headers.get("retry-after") == "30" and self.is_last, headers
            raise Late
        assert status == 303 and headers["location"] == leads_to, (path, status, headers)
        if self.is_last:
            raise Last


class Resident(threading.Thread):
    """Answers again and again, until the server is gone."""

    def __init__(self, port, name, pause):
        super().__init__()
        self.pause = pause
        self.port, self.name, self.n = port, name, 0
        self.references, self.stored, self.refused, self.unsure = {}, set(), set(), set()
        self.wrong, self.cut_at = None, None

    def answer(self, connection):
        self.n += 1
        words = f"{self.name}-{self.n}"
        connection.cookie = ""
        connection.post(S + "/p_safe", "safe=2", S + "/p_why", r'value="2"[^>]* checked')
        connection.post(S + "/p_why", "why=" + words, S + "/p_picks", f">{words}</textarea>")
        connection.post(S + "/p_picks", "picks=2", S + "/check-answers", r'value="2"[^>]* checked')
        self.unsure.add(words)
        try:
            connection.post(S + "/check-answers", "", S + "/sent", f"(?s){words}.*Send your answers")
        except Late:
            self.refused.add(words)
            raise
        except Last:
            self.stored.add(words)
            raise
        status, _, page = connection.ask("GET", S + "/sent")
        assert status == 200, (status, page)
        self.references[re.search(r'<strong id="ref"[^>]*>([^<]+)<', page)[1]] = words
        note("acknowledged")
        if connection.is_last:
            raise Last

    def run(self):
        connection = None
        try:
            connection = Connection(self.port, self.pause)
            while True:
                self.answer(connection)
        except Late:
            note("turned away with what they typed")
        except Last:
            note("saved with their last answer")
        except Cut:
            self.cut_at = connection.asked
            note("cut off, long after")
        except BaseException as error:  # told by the main thread
            self.wrong = repr(error)


def run_round(number):
    """Returns the residents, who have ended."""
    with open("server.err", "w", encoding="utf-8") as log:
        server = subprocess.Popen([server_program, "--store", "st", "--port", "0", survey], stdout=subprocess.PIPE,
                                  stderr=log, text=True)
    port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
    residents = [Resident(port, f"r{number}-{i}", PAUSES_S[i % len(PAUSES_S)]) for i in range(RESIDENTS)]
    for resident in residents:
        resident.start()
    while not all(resident.references or resident.wrong for resident in residents):
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.4))  # where the stop is aimed
    told = time.monotonic()
    server.send_signal(signal.SIGINT if number % 4 == 3 else signal.SIGTERM)
    if number % 3 == 2:  # once more, and a terminal that goes away
        time.sleep(random.uniform(0, 0.1))
        server.send_signal(signal.SIGTERM)
        server.send_signal(signal.SIGHUP)
    status = server.wait(STOP_S)
    slowest["stop"] = max(slowest["stop"], time.monotonic() - told)
    said = open("server.err", encoding="utf-8").read()
    assert status == 0, (status, said[-2000:])
    assert "suspended" not in said and '"http library"' not in said, said[-2000:]
    for resident in residents:
        resident.join()
        assert resident.wrong is None, resident.wrong
        assert resident.cut_at is None or resident.cut_at > told + LINGER_S, ("cut off", resident.cut_at - told)
    logs = {path: os.path.getsize(path) for path in glob.glob("st/*-wal")}
    assert not any(logs.values()), logs
    return residents


slowest = {"stop": 0.0}
shown, stored, refused, unsure = {}, set(), set(), set()
for number in range(rounds):
    for resident in run_round(number):
        shown.update(resident.references)
        stored |= resident.stored
        refused |= resident.refused
        unsure |= resident.unsure
subprocess.run([response_program, "export", "--store", "st", "--survey", "short-journey", "-o", "all.csv"], check=True)
subprocess.run([response_program, "check", "--store", "st"], check=True, stdout=subprocess.DEVNULL)
with open("all.csv", newline="", encoding="utf-8-sig") as file:
    rows = {row["reference"]: row["why"] for row in csv.DictReader(file)}
lost = {reference: words for reference, words in shown.items() if rows.get(reference) != words}
assert not lost, ("shown, and not in the export", lost)
assert stored <= set(rows.values()), ("thanked, and not in the export", stored - set(rows.values()))
assert not refused & set(rows.values()), ("turned away, and in the export all the same", refused & set(rows.values()))
assert set(rows.values()) <= unsure and len(set(rows.values())) == len(rows), "in the export twice, or sent by nobody"
assert count["turned away with what they typed"] > 0, "no stop met anybody"
print(f"{rounds} of {rounds} stops with exit 0;", ", ".join(f"{n} {what}" for what, n in count.items()) +
      f"; 0 lost; slowest stop {slowest['stop']:.2f} s")
