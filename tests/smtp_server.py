"""A real SMTP server on loopback for the suite. It runs until its standard input ends.

Each message is written to DIR as NNN.eml, byte for byte, and NNN.json, its envelope. When the
server listens it prints its port, alone on a line. With TLS its authority is DIR/ca.pem.
"""

import argparse
import json
import logging
import os
import ssl
import sys
from pathlib import Path

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, folder, refused, deferred, die_at):
        self.folder, self.refused, self.deferred = folder, refused, deferred
        self.die_at = die_at
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        if address in self.deferred:
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        if self.count == self.die_at:
            os._exit(1)
        name = self.folder / f"{self.count:03}"
        name.with_suffix(".eml").write_bytes(envelope.original_content)
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "options": envelope.mail_options,
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": (session.auth_data or b"").decode(),
        }
        name.with_suffix(".json").write_text(json.dumps(facts))
        return f"250 2.0.0 kept as {name.name}"


class LoopbackController(Controller):
    def __init__(self, handler, security, smtp_options, tls):
        self.smtp_options = smtp_options
        wrapper = tls if security == "tls" else None
        super().__init__(handler, hostname="127.0.0.1", port=0, ssl_context=wrapper)

    def factory(self):
        return SMTP(self.handler, hostname="seed.example", **self.smtp_options)

    def _trigger_server(self):
        # port 0 asks the system for a free one, which the client of the base class cannot know
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def tls_context(folder):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def authenticator(user, password):
    def authenticate(server, session, envelope, mechanism, given):
        right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False, auth_data=given.login)

    return authenticate


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--security", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--auth", metavar="USER:PASSWORD")
    parser.add_argument("--login-only", action="store_true", help="no AUTH PLAIN")
    parser.add_argument("--no-smtputf8", action="store_true")
    parser.add_argument("--refuse", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--defer", action="append", default=[], metavar="ADDRESS")
    parser.add_argument("--die-at", type=int, metavar="N", help="at the Nth message, without an answer")
    args = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)

    tls = tls_context(args.dir) if args.security != "none" else None
    options = {"enable_SMTPUTF8": not args.no_smtputf8}
    if args.security == "starttls":
        options |= {"tls_context": tls, "require_starttls": True}
    if args.auth:
        options |= {
            "authenticator": authenticator(*args.auth.split(":", 1)),
            "auth_required": True,
            "auth_require_tls": args.security == "starttls",
        }
    if args.login_only:
        options["auth_exclude_mechanism"] = ["PLAIN"]
    handler = Handler(args.dir, args.refuse, args.defer, args.die_at)
    controller = LoopbackController(handler, args.security, options, tls)
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main()
