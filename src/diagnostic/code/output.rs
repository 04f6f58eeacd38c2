//! Messages, and the files that commands write and read back.

use super::entry::{command, entries};

entries! {
    /// A result cannot be written where it should be.
    ///
    /// What was not written is missing, so the command says so and does not end well.
    ///
    /// Name a place with `--out` that can be created and written.
    CANNOT_WRITE = "cannot-write" {
        wrong: command("segments --out no/such/folder/sizes.txt"),
        right: command("segments --out sizes.txt"),
    }

    /// The folder for a new project holds something already.
    ///
    /// The files of the new project could overwrite your own.
    ///
    /// Name a folder that does not exist yet, or an empty one.
    FOLDER_IN_USE = "folder-in-use" {
        wrong: command("new rules"),
        right: command("new spring"),
    }

    /// A header, such as the subject, would hold a line break or another control character.
    ///
    /// With it, somebody's data could add headers to the message. That recipient gets no message;
    /// the others do.
    ///
    /// Clean the value with `| strip_newlines`, or correct it in the data.
    CONTROL_CHARACTER_IN_HEADER = "control-character-in-header" {
        no_example: "it takes a customer with such a value",
    }

    /// A header has a line that is longer than mail allows.
    ///
    /// Mail servers refuse such a message, so that recipient gets none; the others do.
    ///
    /// Shorten the value, for example with `| truncate: 100`.
    HEADER_TOO_LONG = "header-too-long" {
        no_example: "it takes a customer with such a value",
    }

    /// The domain of an address has no form that mail servers read.
    ///
    /// The message could not be delivered, or not be answered.
    ///
    /// Correct what stands behind the `@`.
    BAD_DOMAIN = "bad-domain" {
        no_example: "it takes a customer with such an address",
    }

    /// The unsubscribe link or address of a message cannot be used by mail clients.
    ///
    /// Large mailbox providers want a working one in every message to many people, and so does the
    /// law.
    ///
    /// `unsubscribe_url` in `segue.toml` must begin with `https://`, `unsubscribe_email` must be an
    /// address; a value filled in may need `| url_encode`.
    BAD_UNSUBSCRIBE = "bad-unsubscribe" {
        no_example: "it takes a customer with such a value",
    }

    /// A picture of the project cannot be copied into the gallery.
    ///
    /// The gallery would show a hole where the mail shows the picture.
    ///
    /// Check that you may read the files below `templates/assets`.
    CANNOT_READ_ASSET = "cannot-read-asset" {
        no_example: "it takes a file that cannot be read",
    }

    /// The gallery cannot be written.
    ///
    /// A gallery without some of its pages would hide what they show.
    ///
    /// Give `--static` a folder that can be created and written.
    CANNOT_WRITE_GALLERY = "cannot-write-gallery" {
        wrong: command("preview --static segue.toml"),
        right: command("preview --static gallery"),
    }

    /// A snapshot, or the folder of snapshots, cannot be read.
    ///
    /// Without the approved rendering a change could not be noticed.
    ///
    /// Check that you may read the files below `snapshots`.
    CANNOT_READ_SNAPSHOT = "cannot-read-snapshot" {
        no_example: "it takes a file that cannot be read",
    }

    /// A snapshot cannot be written, moved or removed.
    ///
    /// A change would be lost that somebody is to approve, or has approved.
    ///
    /// Check that you may write to the folder `snapshots`.
    CANNOT_WRITE_SNAPSHOT = "cannot-write-snapshot" {
        no_example: "it takes a folder that cannot be written",
    }

    /// A snapshot is not text.
    ///
    /// It can be compared with nothing; most often another program has written to it.
    ///
    /// Delete it, run `segue test`, and approve the rendering again.
    SNAPSHOT_NOT_TEXT = "snapshot-not-text" {
        no_example: "it takes a damaged file",
    }

    /// A snapshot belongs to a campaign or persona that does not exist.
    ///
    /// Nothing is compared with it any more, so it would pretend that something is tested.
    ///
    /// Delete it when the campaign or persona was removed on purpose; rename it when that was
    /// renamed.
    ORPHAN_SNAPSHOT = "orphan-snapshot" {
        no_example: "it takes a rule that was removed after it was tested",
    }

    /// The terminal went away in the middle of a review.
    ///
    /// What was decided up to there is kept; the rest is still to be looked at.
    ///
    /// Run `segue test --review` again.
    REVIEW_INTERRUPTED = "review-interrupted" {
        no_example: "it takes a terminal that goes away",
    }
}
