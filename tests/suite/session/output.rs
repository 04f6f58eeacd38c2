//! `segue render`: where messages go, and what reaches a terminal, a pipe or a full disk.

#![expect(clippy::unwrap_used, reason = "a session that cannot run fails")]

use std::fmt::Write;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;

use crate::harness::Session;

#[test]
fn to_a_folder_of_pages() {
    let session = Session::shop();
    assert_snapshot!(session.run("render spring --out mail"), @r"
    stderr:
    2 messages for an audience of 2 among 3 customers, in [TIME]
    exit status: 0
    ");
    assert_snapshot!(session.list("mail"), @r"
    mail/c-1.html
    mail/c-2.html
    ");
    assert_snapshot!(session.read("mail/c-1.html"), @r#"
    <html>
    <body>
    <p>Hello Ann</p>
    <h1>You first</h1>

    <p><a href="https://shop.example/unsubscribe?c=c-1">Unsubscribe</a></p>
    </body>
    </html>
    "#);
}

#[test]
fn to_a_folder_of_messages() {
    let session = Session::shop();
    assert_snapshot!(session.run("render spring --format eml --out mail"), @r"
    stderr:
    2 messages for an audience of 2 among 3 customers, in [TIME]
    exit status: 0
    ");
    assert_snapshot!(session.list("mail"), @r"
    mail/c-1.eml
    mail/c-2.eml
    ");
    assert_snapshot!(session.read("mail/c-2.eml").replace("\r\n", "\n"), @r#"
    From: Shop <news@shop.example>
    To: bob@example.com
    Subject: Spring is here
    Message-ID: <dca11ecd52f269861df4f49ff42c2810@shop.example>
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     boundary="segue_50f9b686895bf588bc8864f42f1842fa"
    Date: Sun, 01 Nov 2026 09:00:00 +0000
    List-Unsubscribe: <https://shop.example/unsubscribe?c=c-2>
    List-Unsubscribe-Post: List-Unsubscribe=One-Click

    --segue_50f9b686895bf588bc8864f42f1842fa
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello friend

    Spring sale
    ===========

    Unsubscribe (https://shop.example/unsubscribe?c=c-2)

    --segue_50f9b686895bf588bc8864f42f1842fa
    Content-Type: text/html; charset=utf-8
    Content-Transfer-Encoding: 7bit

    <html>
    <body>
    <p>Hello friend</p>
    <h1>Spring sale</h1>

    <p><a href="https://shop.example/unsubscribe?c=c-2">Unsubscribe</a></p>
    </body>
    </html>

    --segue_50f9b686895bf588bc8864f42f1842fa--
    "#);
}

#[test]
fn to_a_file_of_lines() {
    let session = Session::shop();
    assert_snapshot!(session.run("render spring --format ndjson --out mail.ndjson"), @r"
    stderr:
    2 messages for an audience of 2 among 3 customers, in [TIME]
    exit status: 0
    ");
    assert_snapshot!(session.read("mail.ndjson"), @r#"
    {"campaign":"spring","customer_id":"c-1","to":"ann@example.com","from":"Shop <news@shop.example>","subject":"Early access, Ann","preheader":"","html":"<html>\n<body>\n<p>Hello Ann</p>\n<h1>You first</h1>\n\n<p><a href=\"https://shop.example/unsubscribe?c=c-1\">Unsubscribe</a></p>\n</body>\n</html>\n","text":"Hello Ann\n\nYou first\n=========\n\nUnsubscribe (https://shop.example/unsubscribe?c=c-1)\n","headers":{"Date":"Sun, 01 Nov 2026 09:00:00 +0000","Message-ID":"<f25912f67adbab0dacf950c1cbf882d9@shop.example>","List-Unsubscribe":"<https://shop.example/unsubscribe?c=c-1>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/early.liquid"}}
    {"campaign":"spring","customer_id":"c-2","to":"bob@example.com","from":"Shop <news@shop.example>","subject":"Spring is here","preheader":"","html":"<html>\n<body>\n<p>Hello friend</p>\n<h1>Spring sale</h1>\n\n<p><a href=\"https://shop.example/unsubscribe?c=c-2\">Unsubscribe</a></p>\n</body>\n</html>\n","text":"Hello friend\n\nSpring sale\n===========\n\nUnsubscribe (https://shop.example/unsubscribe?c=c-2)\n","headers":{"Date":"Sun, 01 Nov 2026 09:00:00 +0000","Message-ID":"<dca11ecd52f269861df4f49ff42c2810@shop.example>","List-Unsubscribe":"<https://shop.example/unsubscribe?c=c-2>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/sale.liquid"}}
    "#);
    assert_snapshot!(session.run("render spring --format ndjson --out - --quiet"), @r#"
    stdout:
    {"campaign":"spring","customer_id":"c-1","to":"ann@example.com","from":"Shop <news@shop.example>","subject":"Early access, Ann","preheader":"","html":"<html>\n<body>\n<p>Hello Ann</p>\n<h1>You first</h1>\n\n<p><a href=\"https://shop.example/unsubscribe?c=c-1\">Unsubscribe</a></p>\n</body>\n</html>\n","text":"Hello Ann\n\nYou first\n=========\n\nUnsubscribe (https://shop.example/unsubscribe?c=c-1)\n","headers":{"Date":"Sun, 01 Nov 2026 09:00:00 +0000","Message-ID":"<f25912f67adbab0dacf950c1cbf882d9@shop.example>","List-Unsubscribe":"<https://shop.example/unsubscribe?c=c-1>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/early.liquid"}}
    {"campaign":"spring","customer_id":"c-2","to":"bob@example.com","from":"Shop <news@shop.example>","subject":"Spring is here","preheader":"","html":"<html>\n<body>\n<p>Hello friend</p>\n<h1>Spring sale</h1>\n\n<p><a href=\"https://shop.example/unsubscribe?c=c-2\">Unsubscribe</a></p>\n</body>\n</html>\n","text":"Hello friend\n\nSpring sale\n===========\n\nUnsubscribe (https://shop.example/unsubscribe?c=c-2)\n","headers":{"Date":"Sun, 01 Nov 2026 09:00:00 +0000","Message-ID":"<dca11ecd52f269861df4f49ff42c2810@shop.example>","List-Unsubscribe":"<https://shop.example/unsubscribe?c=c-2>","List-Unsubscribe-Post":"List-Unsubscribe=One-Click"},"blocks":{"hero":"hero/sale.liquid"}}
    exit status: 0
    "#);
}

#[test]
fn the_summary_for_machines() {
    let told = Session::shop().output("render spring --out mail --report json");
    let mut summary: serde_json::Value = serde_json::from_slice(&told.stderr).unwrap();
    summary["seconds"] = 0.into();
    assert_snapshot!(summary, @r#"
    {"campaign":"spring","customers":3,"audience":2,"rendered":2,"failed":0,"aborted":0,"held_out":0,"limited":0,"rejected_rows":0,"rejects":null,"seconds":0}
    "#);
}

#[test]
fn quiet_says_nothing() {
    assert_snapshot!(Session::shop().run("render spring --out mail --quiet"), @"exit status: 0");
}

#[test]
fn an_unknown_campaign() {
    assert_snapshot!(Session::shop().run("render sprnig --out mail"), @r"
    stderr:
    error[unknown-name]: there is no campaign called `sprnig`
      hint: did you mean `spring`?
    exit status: 1
    ");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let session = Session::project("examples/outdoor");
    let render = |threads: &str, out: &str| {
        let arguments = format!("render autumn_sale --format ndjson --out {out} --quiet");
        let told = session
            .command(&arguments)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(session.told(&told), "exit status: 0");
        session.read(out)
    };
    let once = render("1", "one.ndjson");
    assert!(once.lines().count() > 100);
    assert!(once == render("1", "again.ndjson"), "a second run differs");
    assert!(once == render("4", "four.ndjson"), "four threads differ");
}

#[test]
fn terminal_codes_reach_no_pipe() {
    let session = Session::shop();
    for arguments in [
        "check",
        "segments",
        "explain c-1",
        "test",
        "render spring --out mail",
        "--help",
    ] {
        let told = session.output(arguments);
        let escape = |bytes: &[u8]| bytes.contains(&0x1b);
        assert!(
            !escape(&told.stdout) && !escape(&told.stderr),
            "{arguments}"
        );
    }
}

#[test]
fn colours_are_for_those_who_ask() {
    let plain = Session::shop().env("NO_COLOR", "1").run("explain c-1");
    assert!(!plain.contains('\u{1b}'));
    let coloured = Session::shop()
        .env("CLICOLOR_FORCE", "1")
        .run("explain c-1");
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn a_place_that_cannot_be_written_to() {
    let session = Session::shop().file("taken", "");
    assert_snapshot!(session.run("render spring --out taken"), @r"
    stderr:
    error[cannot-write]: cannot write `taken`: file exists
      hint: a file is in the way; choose another place with `--out`
    exit status: 3
    ");
    assert_snapshot!(session.run("render spring --out taken/mail"), @r"
    stderr:
    error[cannot-write]: cannot write `taken/mail`: not a directory
      hint: a file is in the way; choose another place with `--out`
    exit status: 3
    ");
    assert_snapshot!(session.run("render spring --format ndjson --out data"), @r"
    stderr:
    error[cannot-write]: cannot write `data`: is a directory
      hint: a folder is in the way; choose another place with `--out`
    exit status: 3
    ");
    assert_snapshot!(session.run("segments --list regular --out taken/list.txt"), @r"
    stderr:
    error[cannot-write]: cannot write `taken/list.txt`: not a directory
    exit status: 3
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let session = Session::shop();
    assert_snapshot!(session.run("render spring --format ndjson --out /dev/full"), @r"
    stderr:
    error[cannot-write]: cannot write `/dev/full`: no space left on device
      hint: free some space, or write to another disk
    2 messages for an audience of 2 among 3 customers, in [TIME]
    exit status: 3
    ");
    assert_snapshot!(session.run("segments --list regular --out /dev/full"), @r"
    stderr:
    error[cannot-write]: cannot write `/dev/full`: no space left on device
    exit status: 3
    ");
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let session = Session::project("examples/outdoor");
    for arguments in [
        "render autumn_sale --format ndjson --out -",
        "segments",
        "completions bash",
    ] {
        let mut running = session
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0];
        let mut output = running.stdout.take().unwrap();
        output.read_exact(&mut first).unwrap();
        drop(output);
        let told = running.wait_with_output().unwrap();
        assert!(
            !String::from_utf8_lossy(&told.stderr).contains("error"),
            "{arguments}"
        );
        assert!(told.status.success(), "{arguments}");
    }
}

/// Starts a run that takes a while, and ends it with Ctrl-C.
#[cfg(unix)]
fn interrupted(
    session: &Session,
    arguments: &str,
    started: impl Fn() -> bool,
) -> std::process::Output {
    let running = session
        .command(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !started() {
        thread::sleep(Duration::from_millis(5));
    }
    let id = running.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    running.wait_with_output().unwrap()
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_that_looks_whole() {
    let mut customers = "customer_id,email,first_name,state,email_consent\n".to_owned();
    for number in 0..100_000 {
        writeln!(customers, "c-{number},c{number}@example.com,Ann,CA,yes").unwrap();
    }
    let session = Session::shop().file("data/customers.csv", customers);
    let arguments = "render spring --format ndjson --out mail.ndjson";
    let unfinished = session.path("mail.ndjson.part");
    let started = || unfinished.metadata().is_ok_and(|file| file.len() > 0);
    let told = interrupted(&session, arguments, started);
    let told = session.told(&told);
    let (last, status) = told.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(status, "exit status: 130");
    assert_snapshot!(last.lines().last().unwrap(), @"error: interrupted; what is written so far is not the whole audience");
    assert!(!session.path("mail.ndjson").exists());
}

/// The events are a pipe that nobody writes to, so the scan takes for ever.
#[cfg(unix)]
#[test]
fn ctrl_c_does_not_wait_for_the_events() {
    let session = Session::shop();
    let events = session.path("data/purchases.csv");
    std::fs::remove_file(&events).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(&events)
            .status()
            .unwrap()
            .success()
    );
    let arguments = "render spring --format ndjson --out mail.ndjson";
    let unfinished = session.path("mail.ndjson.part");
    let told = interrupted(&session, arguments, || unfinished.exists());
    assert_snapshot!(session.told(&told), @r"
    stderr:
    error: interrupted before the first message
    exit status: 130
    ");
    assert!(!session.path("mail.ndjson").exists());
}
