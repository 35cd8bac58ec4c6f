"""Signing in and out by the real program, with a browser that is another program or somewhere else."""

from __future__ import annotations

import os
import pty
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from lockdash.domain.accounts import Condition
from lockdash.store.store import Store

ROOT = Path(__file__).parents[2]
PATIENCE = 60
NO_BROWSER = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION")

# Goes where it is sent to, as a browser does, and says that to nobody.
BROWSER = f"""#!{sys.executable}
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
opener.open(sys.argv[1], timeout=30).read()
print("a browser's complaint")
"""


@pytest.fixture
def signing(sim, files, tmp_path):
    """The options for the rentals, who sign in by a browser."""
    options = files(accounts=["rentals"])
    path = tmp_path / "config.toml"
    path.write_text(path.read_text().replace("client_credentials", "authorization_code"))
    return options


@pytest.fixture
def browser(tmp_path):
    script = tmp_path / "browser"
    script.write_text(BROWSER)
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"BROWSER": str(script)}


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in NO_BROWSER}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1", **more}


def start(*argv, env=None, **how):
    return subprocess.Popen(
        [sys.executable, "-m", "lockdash", *argv],
        env=environment(**(env or {})),
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **how},
    )


def run(*argv, typed="", env=None):
    with start(*argv, env=env) as process:
        out, err = process.communicate(typed, timeout=PATIENCE)
    return process.returncode, out, err


class Login:
    """`lockdash login` that waits for what comes of the address that it has printed."""

    def __init__(self, options, *more, account="rentals"):
        self.process = start(*options, "login", account, *more)
        self.address = self.process.stdout.readline().strip()

    def end(self, typed):
        out, err = self.process.communicate(typed, timeout=PATIENCE)
        return self.process.returncode, out, err


def visited(address):
    with httpx.Client(trust_env=False, timeout=30) as client:
        return client.get(address)


def code_at(address):
    return re.search(r'id="authorization_code">([^<]+)<', visited(address).text)[1]


def token(options):
    store = Store.open(Path(options[-1]))
    try:
        return store.read_token("rentals")
    finally:
        store.close()


def counts(sim, found):
    return found is not None and sim.tokens.admits(f"Bearer {found.access.reveal()}", sim.clock.now())


def test_the_code_of_the_page_is_read_from_standard_input(sim, signing):
    login = Login(signing, "--paste")
    assert login.address.startswith(sim.remotelock_auth_url)
    code, out, err = login.end(f"{code_at(login.address)}\n")
    assert (code, out) == (0, "")
    assert err.splitlines()[-1] == f"Signed in: rentals. {len(sim.world.rentals.devices)} devices"
    assert counts(sim, token(signing))


def test_without_a_browser_the_same_happens_without_being_asked_for(sim, signing):
    login = Login(signing)
    code, _, err = login.end(code_at(login.address))  # without the end of the line
    assert code == 0, err


def test_the_address_that_the_browser_ended_at_can_be_pasted(sim, signing, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + 'redirect_uri = "http://127.0.0.1:47123/back"\n')
    login = Login(signing, "--paste")
    code, _, err = login.end(visited(login.address).headers["location"] + "\n")
    assert code == 0, err
    assert "http://127.0.0.1:47123/back" in err
    assert counts(sim, token(signing))


def test_a_browser_at_hand_comes_back_by_itself(sim, signing, browser):
    code, out, err = run(*signing, "login", "rentals", env=browser)
    assert (code, out) == (0, ""), err
    assert sim.remotelock_auth_url in err
    assert "Signed in: rentals." in err
    assert "complaint" not in err
    assert counts(sim, token(signing))


def test_signing_in_is_no_change_of_any_door(sim, signing, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(path.read_text() + "read_only = true\n")
    login = Login([*signing, "--read-only"], "--paste")
    assert login.end(code_at(login.address))[0] == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "the input has ended"),
        ("\n", "nothing was given"),
        ("not the code\n", "a code is one word"),
        ("wrong\n", "does not accept the code"),
        ("http://127.0.0.1/callback?code=abc&state=other\n", "another sign-in"),
        ("http://127.0.0.1/callback?error=access_denied\n", "not to let lockdash in"),
    ],
)
def test_what_is_no_good_code_is_1(signing, typed, words):
    login = Login(signing, "--paste")
    code, out, err = login.end(typed)
    assert (code, out) == (1, "")
    assert words in err
    assert "Traceback" not in err
    assert token(signing) is None


def test_a_code_counts_once(sim, signing):
    first = Login(signing, "--paste")
    code = code_at(first.address)
    assert first.end(f"{code}\n")[0] == 0
    kept = token(signing)
    again = Login(signing, "--paste")
    result, _, err = again.end(f"{code}\n")
    assert (result, "used before" in err) == (1, True)
    assert token(signing) == kept


def test_a_code_ages(sim, signing):
    login = Login(signing, "--paste")
    code = code_at(login.address)
    sim.clock.advance(601)
    result, _, err = login.end(f"{code}\n")
    assert (result, "older than 10 minutes" in err) == (1, True)


def test_a_user_who_says_no_in_the_browser(sim, signing, browser):
    sim.tokens.consent.deny()
    code, _, err = run(*signing, "login", "rentals", env=browser)
    assert (code, "not to let lockdash in" in err) == (1, True)
    assert token(signing) is None


@pytest.mark.parametrize("fault", [{"status": 503}, {"cut": True}])
def test_a_token_endpoint_that_is_down_is_4(sim, signing, fault):
    sim.faults.add("/oauth/token", **fault)
    login = Login(signing, "--paste")
    code, _, err = login.end(f"{code_at(login.address)}\n")
    assert (code, "Not signed in" in err) == (4, True)


def test_signed_in_but_the_api_is_down_is_4_and_kept(sim, signing):
    sim.faults.add("/remotelock", status=503)
    login = Login(signing, "--paste")
    code, _, err = login.end(f"{code_at(login.address)}\n")
    assert (code, "Its devices could not be read" in err) == (4, True)
    assert counts(sim, token(signing))


def test_of_two_at_once_both_come_to_an_end(sim, signing):
    logins = [Login(signing, "--paste") for _ in range(2)]
    codes = [code_at(each.address) for each in logins]
    for login, code in zip(logins, codes, strict=True):
        login.process.stdin.write(f"{code}\n")
        login.process.stdin.flush()
    assert [each.end("")[0] for each in logins] == [0, 0]
    assert counts(sim, token(signing))


def test_ctrl_c_is_clean(signing):
    login = Login(signing, "--paste")
    login.process.send_signal(signal.SIGINT)
    _, err = login.process.communicate(timeout=PATIENCE)
    assert login.process.returncode == 130
    assert "Traceback" not in err
    assert "Fatal" not in err


def test_ctrl_c_while_the_browser_is_waited_for(signing):
    process = start(*signing, "login", "rentals", env={"BROWSER": "true"}, stdin=subprocess.DEVNULL)
    while "waits for it" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, "")


class Terminal:
    """The program on a terminal, of which all is read that it writes there."""

    def __init__(self, *argv, env=None):
        self.master, self._slave = pty.openpty()
        self.process = start(*argv, env=env, stdin=self._slave, stderr=self._slave, stdout=subprocess.PIPE)
        os.close(self._slave)
        self.seen = ""

    def until(self, words):
        end = time.monotonic() + PATIENCE
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            self.seen += os.read(self.master, 4096).decode()

    def type(self, line):
        os.write(self.master, f"{line}\n".encode())

    def end(self):
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        os.close(self.master)
        return code


def test_on_a_terminal_a_wrong_code_can_be_typed_again(sim, signing):
    terminal = Terminal(*signing, "login", "rentals", "--paste")
    address = terminal.process.stdout.readline().strip()
    terminal.until("then Enter:")
    terminal.type("wrong")
    terminal.until("Once more:")
    terminal.type(code_at(address))
    terminal.until("Signed in: rentals.")
    assert terminal.end() == 0


def test_but_not_for_ever(signing):
    terminal = Terminal(*signing, "login", "rentals", "--paste")
    for count in range(3):
        terminal.until("then Enter:" if not count else "Once more:")
        terminal.seen = ""
        terminal.type("wrong")
    terminal.until("Not signed in")
    assert terminal.end() == 1


def test_while_the_browser_is_waited_for_an_answer_can_be_pasted(sim, signing):
    terminal = Terminal(*signing, "login", "rentals", env={"BROWSER": "true"})
    terminal.until("then Enter.")
    address = re.search(r"http\S+", terminal.seen)[0]
    terminal.type(visited(address).headers["location"])
    terminal.until("Signed in: rentals.")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["login", "home"], "home needs no sign-in: it gets in by its personal key"),
        (["login", "rentals"], "rentals needs no sign-in: it gets in by its client secret"),
        (["login", "rentls"], 'no account is named "rentls"'),
        (["logout", "rentls"], 'no account is named "rentls"'),
    ],
)
def test_what_cannot_sign_in_is_2(files, argv, words):
    code, out, err = run(*files(), *argv)
    assert (code, out) == (2, "")
    assert words in err


def test_signing_out_gives_the_tokens_back(sim, signing):
    login = Login(signing, "--paste")
    login.end(f"{code_at(login.address)}\n")
    kept = token(signing)
    assert run(*signing, "logout", "rentals") == (0, "", "Signed out: rentals.\n")
    assert not counts(sim, kept)
    assert token(signing) is None
    code, _, err = run(*signing, "logout", "rentals")
    assert (code, "not signed in" in err) == (0, True)


def test_signing_out_while_the_vendor_is_down_forgets_and_says_so(sim, signing):
    login = Login(signing, "--paste")
    login.end(f"{code_at(login.address)}\n")
    sim.faults.add("/oauth/revoke", status=503)
    code, _, err = run(*signing, "logout", "rentals")
    assert code == 0
    assert "forgotten here, but the vendor did not take them back" in err
    assert token(signing) is None


def test_an_account_that_gets_in_by_itself_gives_its_token_back(sim, files):
    options = files(accounts=["rentals"])
    assert run(*options, "status")[0] == 0
    kept = token(options)
    assert counts(sim, kept)
    code, _, err = run(*options, "logout", "rentals")
    assert (code, "when it is next asked" in err) == (0, True)
    assert not counts(sim, kept)
    assert run(*options, "status")[0] == 0


def test_an_account_with_a_key_has_nothing_to_sign_out_of(files):
    code, _, err = run(*files(), "logout", "home")
    assert (code, err) == (0, "Nothing to sign out of at home: it gets in by its personal key.\n")


def test_signed_out_is_told_by_the_other_commands(sim, signing):
    login = Login(signing, "--paste")
    login.end(f"{code_at(login.address)}\n")
    run(*signing, "logout", "rentals")
    assert run(*signing, "status")[0] == 4
    store = Store.open(Path(signing[-1]))
    assert {each.condition for each in store.load().accounts} == {Condition.unauthorised}
    store.close()
