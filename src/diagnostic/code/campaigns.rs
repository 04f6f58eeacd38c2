//! Campaigns as a whole.

use super::entry::{entries, file, rules};

entries! {
    /// A campaign lacks a clause that every campaign needs: `audience`, `template`, `subject`, or
    /// `from` when the settings have none.
    ///
    /// Without them it is not known who gets the mail, or what it says.
    ///
    /// Add the clause that the hint shows.
    MISSING_CLAUSE = "missing-clause" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
            }
        "),
    }

    /// No field of the customer is marked `consent`, so nothing keeps a campaign from people who
    /// never agreed to it.
    ///
    /// Mail without consent is against the law in most places (the GDPR in Europe, CASL in Canada),
    /// and ruins a sender's reputation everywhere.
    ///
    /// Mark the yes/no field that holds the consent: `email_consent yes/no consent`. It is then part
    /// of every audience, whether a campaign names it or not.
    NO_CONSENT = "no-consent" {
        wrong: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         email   pii
              first_name    text?   pii
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no
            }
        "),
        right: file("rules/customer.seg", "
            customer {
              customer_id   id
              email         email   pii
              first_name    text?   pii
              birth_date    date?   pii
              state         text?
              tier          one of \"none\", \"silver\", \"gold\"
              credit        money?
              joined        time?
              email_consent yes/no  consent
            }
        "),
    }

    /// A sender, a reply address or a recipient is no email address.
    ///
    /// Mail servers refuse a message whose addresses they cannot read.
    ///
    /// Write `name@brand.example`, or `Brand <name@brand.example>` with a name to show.
    BAD_ADDRESS = "bad-address" {
        wrong: rules("
            campaign summer {
              audience email_consent
              from     \"Shop <news.shop.example>\"
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              from     \"Shop <news@shop.example>\"
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
            }
        "),
    }
}
