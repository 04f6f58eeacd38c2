//! The moment a message is to be sent.

use jiff::Zoned;
use jiff::civil::Time;

use crate::model::Send;

/// The first moment at or after `now`, on the clock of its time zone, that the campaign is sent
/// at. A time that the clock skips is as much later, one that it shows twice the first of them.
///
/// # Errors
/// When it lies beyond the calendar.
pub(super) fn moment(send: &Send, now: &Zoned) -> Result<Zoned, jiff::Error> {
    let at = match send.at {
        Some(time) => next(time, now)?,
        None => now.clone(),
    };
    match send.quiet {
        Some(quiet) if quiet.holds(at.time()) => next(quiet.to, &at),
        _ => Ok(at),
    }
}

fn next(time: Time, now: &Zoned) -> Result<Zoned, jiff::Error> {
    let on = |date: jiff::civil::Date| date.to_datetime(time).to_zoned(now.time_zone().clone());
    let today = on(now.date())?;
    if today >= *now {
        return Ok(today);
    }
    on(now.date().tomorrow()?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Time;
    use jiff::tz::TimeZone;

    use super::moment;
    use crate::model::{Quiet, Send};

    fn clock(text: &str) -> Time {
        text.parse().unwrap()
    }

    fn sent(at: Option<&str>, quiet: Option<(&str, &str)>, zone: &str, now: &str) -> String {
        let send = Send {
            at: at.map(clock),
            by_customer: true,
            quiet: quiet.map(|(from, to)| Quiet {
                from: clock(from),
                to: clock(to),
            }),
        };
        let now: jiff::Timestamp = now.parse().unwrap();
        let now = now.to_zoned(TimeZone::get(zone).unwrap());
        let moment = moment(&send, &now).unwrap();
        moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    #[test]
    fn at_the_next_time_the_clock_shows_it() {
        let at = |zone, now| sent(Some("09:00"), None, zone, now);
        assert_eq!(
            at("UTC", "2026-03-01T09:00:00Z"),
            "2026-03-01T09:00:00+00:00"
        );
        assert_eq!(
            at("UTC", "2026-03-01T09:00:01Z"),
            "2026-03-02T09:00:00+00:00"
        );
        assert_eq!(
            at("Asia/Tokyo", "2026-03-01T01:00:00Z"),
            "2026-03-02T09:00:00+09:00"
        );
        assert_eq!(
            at("America/Los_Angeles", "2026-03-01T01:00:00Z"),
            "2026-03-01T09:00:00-08:00"
        );
    }

    /// New York skips 02:00 to 03:00 on 8 March 2026 and has 01:00 to 02:00 twice on 1 November.
    #[test]
    fn where_clocks_change() {
        let at = |time, now| sent(Some(time), None, "America/New_York", now);
        assert_eq!(
            at("02:30", "2026-03-08T06:00:00Z"),
            "2026-03-08T03:30:00-04:00"
        );
        assert_eq!(
            at("02:30", "2026-03-08T08:00:00Z"),
            "2026-03-09T02:30:00-04:00"
        );
        assert_eq!(
            at("01:30", "2026-11-01T05:00:00Z"),
            "2026-11-01T01:30:00-04:00"
        );
        // between the two 01:30 the next one counted is tomorrow's
        assert_eq!(
            at("01:30", "2026-11-01T06:00:00Z"),
            "2026-11-02T01:30:00-05:00"
        );
        // 02:30 becomes 03:30, which is quiet
        let quiet = Some(("03:00", "04:00"));
        assert_eq!(
            sent(
                Some("02:30"),
                quiet,
                "America/New_York",
                "2026-03-08T06:00:00Z"
            ),
            "2026-03-08T04:00:00-04:00"
        );
    }

    #[test]
    fn as_soon_as_it_is_not_quiet() {
        let soon = |now| sent(None, Some(("21:00", "08:00")), "UTC", now);
        assert_eq!(soon("2026-03-01T20:59:59Z"), "2026-03-01T20:59:59+00:00");
        assert_eq!(soon("2026-03-01T21:00:00Z"), "2026-03-02T08:00:00+00:00");
        assert_eq!(soon("2026-03-02T07:59:59Z"), "2026-03-02T08:00:00+00:00");
        assert_eq!(soon("2026-03-02T08:00:00Z"), "2026-03-02T08:00:00+00:00");
        let lunch = |now| sent(None, Some(("12:00", "13:00")), "UTC", now);
        assert_eq!(lunch("2026-03-02T12:30:00Z"), "2026-03-02T13:00:00+00:00");
        assert_eq!(lunch("2026-03-02T13:00:00Z"), "2026-03-02T13:00:00+00:00");
    }
}
