//! Experiments, limits and times of sending.

use super::entry::{entries, file, rules};

entries! {
    /// The shares of an experiment do not add up to 100%.
    ///
    /// Every customer must have an arm or be held out; what happens to the rest would be a guess.
    ///
    /// Change the shares, or give what is left to a `holdout`.
    SPLIT_SUM = "split-sum" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 45% \"Shop now\", 45% \"See more\" }
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 45% \"Shop now\", 45% \"See more\", holdout 10% }
            }
        "),
    }

    /// An experiment holds everybody out.
    ///
    /// Nobody would ever get the campaign.
    ///
    /// Add a share with a text. To stop a campaign, do not render it.
    NO_ARM = "no-arm" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment reach { split holdout 100% }
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment reach { split 90% \"mail\", holdout 10% }
            }
        "),
    }

    /// The text of an arm has `{{ }}` or `{% %}` in it.
    ///
    /// An arm is the same text for everybody who has it: rules compare it, and what comes of an
    /// experiment is counted by it.
    ///
    /// Give the arm a plain name, and ask for it in a template or in a block's `when`.
    ARM_IS_TEMPLATE = "arm-is-template" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment greeting { split 50% \"Hello {{ customer.first_name }}\", 50% \"Hello\" }
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment greeting { split 50% \"by name\", 50% \"plain\" }
            }
        "),
    }

    /// A persona is given the arm of something that is not of the form `CAMPAIGN.EXPERIMENT`.
    ///
    /// Arms belong to an experiment of one campaign.
    ///
    /// Write the campaign's name, a dot and the experiment's name.
    NOT_AN_EXPERIMENT = "not-an-experiment" {
        wrong: file("rules/summer.seg", "
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 50% \"Shop now\", 50% \"See more\" }
            }
            persona kim {
              email_consent = yes, summer.button.arm = \"Shop now\"
            }
        "),
        right: file("rules/summer.seg", "
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 50% \"Shop now\", 50% \"See more\" }
            }
            persona kim {
              email_consent = yes, summer.button = \"Shop now\"
            }
        "),
    }

    /// A persona is held out of an experiment that holds nobody out.
    ///
    /// No customer could be in that place, so the persona would test nothing.
    ///
    /// Give the persona one of the arms, or the experiment a share such as `holdout 10%`.
    NO_HOLDOUT = "no-holdout" {
        wrong: file("rules/summer.seg", "
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 50% \"Shop now\", 50% \"See more\" }
            }
            persona kim {
              email_consent = yes, summer.button = holdout
            }
        "),
        right: file("rules/summer.seg", "
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              experiment button { split 45% \"Shop now\", 45% \"See more\", holdout 10% }
            }
            persona kim {
              email_consent = yes, summer.button = holdout
            }
        "),
    }

    /// A campaign has a `limit`, and the rules know of no event `sent` with a text `campaign`.
    ///
    /// A limit counts what customers were sent before. Segue sends nothing and keeps no record, so
    /// that history comes from your data.
    ///
    /// Declare `event sent { campaign text }` and name its file in `segue.toml`. Until you have that
    /// file, ask in the audience for what you do have.
    LIMIT_WITHOUT_HISTORY = "limit-without-history" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              limit    1 per 7 days
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent and no purchase in last 7 days
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
            }
        "),
    }

    /// Quiet hours begin and end at the same time.
    ///
    /// They could be no hour or all of them.
    ///
    /// Write when they end, or leave them out.
    EMPTY_QUIET_HOURS = "empty-quiet-hours" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              send     not between 08:00 and 08:00
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              send     not between 21:00 and 08:00
            }
        "),
    }

    /// A campaign is to be sent at a time that its quiet hours forbid.
    ///
    /// Nobody could get it at that time. The first of the hours is quiet, the last is not.
    ///
    /// Change the time or the hours.
    SEND_IN_QUIET_HOURS = "send-in-quiet-hours" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              send     at 07:30 customer time, not between 21:00 and 08:00
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              send     at 08:00 customer time, not between 21:00 and 08:00
            }
        "),
    }
}
