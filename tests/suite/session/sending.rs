//! `segue send`: to seeds, and only there.

#![expect(clippy::unwrap_used, reason = "a session that cannot run fails")]

use std::io::ErrorKind;
use std::net::TcpListener;

use insta::assert_snapshot;

use crate::harness::Session;

/// A project whose SMTP server is a listener of the test.
fn listening() -> (Session, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let session = Session::shop().edit("segue.toml", "port = 1\n", &format!("port = {port}\n"));
    (session, listener)
}

#[test]
fn a_customers_address_is_refused_before_a_connection_is_opened() {
    let (session, listener) = listening();
    assert_snapshot!(session.run("send spring --to ann@example.com"), @r"
    stderr:
    note: ben is not in the audience
    error[not-a-seed]: `a…@example.com` is not a seed; nothing was sent
      hint: tests go to the inboxes of `[seeds]` in segue.toml only; add it there if it is yours
    exit status: 1
    ");
    assert_snapshot!(session.run("send spring --to seeds,ann@example.com"), @r"
    stderr:
    note: ben is not in the audience
    error[not-a-seed]: `a…@example.com` is not a seed; nothing was sent
      hint: tests go to the inboxes of `[seeds]` in segue.toml only; add it there if it is yours
    exit status: 1
    ");
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_cannot_be_sent_is_told_before_a_connection_is_opened() {
    let (session, listener) = listening();
    assert_snapshot!(session.run("send sprin --to seeds"), @r"
    stderr:
    error[unknown-name]: there is no campaign called `sprin`
      hint: did you mean `spring`?
    exit status: 1
    ");
    assert_snapshot!(session.run("send spring --to qa"), @r"
    stderr:
    error[bad-address]: `qa` is no email address
      hint: write `--to seeds`, or the address of a seed
    exit status: 1
    ");
    assert_snapshot!(session.run("send spring --to seeds --persona anna"), @r"
    stderr:
    error[unknown-name]: there is no persona called `anna`
      hint: did you mean `ana`?
    exit status: 1
    ");
    assert_snapshot!(session.run("send spring --to seeds --persona ben"), @r"
    stderr:
    note: ben is not in the audience
    error[no-message]: there is no message to send
      hint: no persona is in the campaign's audience
    exit status: 1
    ");
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_server_that_is_not_there_is_told() {
    assert_snapshot!(Session::shop().run("send spring --to seeds"), @r"
    stderr:
    note: ben is not in the audience
    error[smtp-unreachable]: cannot connect to `127.0.0.1:1`: connection refused
      hint: check `host` and `port` in `[smtp]`, and that the server runs
    exit status: 3
    ");
}

#[test]
fn a_project_without_server_or_seeds_is_told() {
    let settings = Session::shop().read("segue.toml");
    let (without, smtp) = settings.split_once("[smtp]").unwrap();
    let session = Session::shop().file("segue.toml", without);
    assert_snapshot!(session.run("send spring --to seeds"), @r#"
    stderr:
    error[no-seeds]: the project has no seed inboxes
      hint: list them in `segue.toml`: `[seeds]` with `inboxes = ["…"]`
    exit status: 1
    "#);
    let (smtp, _) = smtp.split_once("[seeds]").unwrap();
    let session = Session::shop().file("segue.toml", format!("{without}[smtp]{smtp}"));
    assert_snapshot!(session.run("send spring --to seeds"), @r#"
    stderr:
    error[no-seeds]: the project has no seed inboxes
      hint: list them in `segue.toml`: `[seeds]` with `inboxes = ["…"]`
    exit status: 1
    "#);
}
