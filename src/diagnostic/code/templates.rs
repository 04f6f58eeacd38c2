//! Liquid templates.

use super::entry::{Example, entries, file, rules};

/// What the rules of the example project show.
const fn block(text: &'static str) -> Example {
    file("templates/blocks/hero/sale.liquid", text)
}

/// The page of its campaign.
const fn page(text: &'static str) -> Example {
    file("templates/campaigns/spring.liquid", text)
}

entries! {
    /// `{{`, `{%` or a tag such as `{% if %}` is never closed.
    ///
    /// Where it should have ended is not known, so nothing behind it can be trusted.
    ///
    /// Add `}}`, `%}` or the closing tag that the hint names.
    UNCLOSED_TAG = "unclosed-tag" {
        wrong: block("{% if customer.first_name %}Hello {{ customer.first_name }}"),
        right: block("{% if customer.first_name %}Hello {{ customer.first_name }}{% endif %}"),
    }

    /// A text inside of a tag has no second quote.
    ///
    /// Everything up to the end of the tag would become part of the text.
    ///
    /// Add the quote. Inside of a text in double quotes, single quotes need nothing, and the other
    /// way round.
    UNCLOSED_QUOTE = "unclosed-quote" {
        wrong: block("Hello {{ customer.first_name | default: 'friend }}"),
        right: block("Hello {{ customer.first_name | default: 'friend' }}"),
    }

    /// A tag such as `{% else %}` or `{% endif %}` stands where nothing is open that it could belong
    /// to.
    ///
    /// Most often an opening tag is missing or misspelt, and the content would show for everybody.
    ///
    /// Add the opening tag, or remove this one.
    UNEXPECTED_TAG = "unexpected-tag" {
        wrong: block("Hello{% endif %}"),
        right: block("{% if customer.first_name %}Hello{% endif %}"),
    }

    /// There is no tag of this name.
    ///
    /// Its content would be shown as it stands, or not at all.
    ///
    /// Take the tag that is suggested; `docs/templates.md` lists all of them.
    UNKNOWN_TAG = "unknown-tag" {
        wrong: block("{% fi customer.first_name %}Hello"),
        right: block("{% if customer.first_name %}Hello{% endif %}"),
    }

    /// There is no filter of this name.
    ///
    /// The value would be printed unchanged, for example an amount without its currency.
    ///
    /// Take the filter that is suggested; `docs/templates.md` lists all of them.
    UNKNOWN_FILTER = "unknown-filter" {
        wrong: block("{{ customer.spend | monney }}"),
        right: block("{{ customer.spend | money }}"),
    }

    /// A filter is given too few or too many values, or one with a name that it does not have.
    ///
    /// It would do something else than what was asked.
    ///
    /// Values stand behind a colon, with commas between them: `| truncate: 20, "…"`.
    FILTER_ARGUMENTS = "filter-arguments" {
        wrong: block("{{ customer.first_name | append }}"),
        right: block("{{ customer.first_name | append: \"!\" }}"),
    }

    /// What stands inside of a tag makes no sense in Liquid.
    ///
    /// Liquid elsewhere ignores what it does not understand, and the mail shows the wrong thing.
    ///
    /// Correct it at the mark. Conditions are joined by `and` and `or`, and compared with `==`.
    LIQUID_SYNTAX = "liquid-syntax" {
        wrong: block("{% if customer.tier = \"gold\" %}Hello{% endif %}"),
        right: block("{% if customer.tier == \"gold\" %}Hello{% endif %}"),
    }

    /// Tags or brackets stand inside one another without end.
    ///
    /// Nobody can read such a template, and reading it would take more memory than it should.
    ///
    /// Move the inner parts into partials.
    TOO_DEEP = "too-deep" {
        no_example: "it takes a hundred tags",
    }

    /// The name of a partial is a variable.
    ///
    /// Which file it is would only be known for each customer, so it could not be checked before
    /// the send.
    ///
    /// Write the name in quotes, and choose between several with `{% case %}`, or with a block of
    /// the rules.
    COMPUTED_PARTIAL = "computed-partial" {
        wrong: block("{% include customer.tier %}"),
        right: block("{% include \"footer\" %}"),
    }

    /// A template is there but cannot be read, or is not text.
    ///
    /// What it should show would be missing from every mail.
    ///
    /// Check that you may read the file, and save it as UTF-8.
    UNREADABLE_TEMPLATE = "unreadable-template" {
        no_example: "it takes a file that cannot be read",
    }

    /// There is no template of this name in the folder in which it is looked for.
    ///
    /// The mail would have a hole where it should be.
    ///
    /// Take the name that is suggested. `template` names pages below `templates/campaigns`, `show`
    /// blocks below `templates/blocks`, `render` and `include` partials below
    /// `templates/partials`.
    MISSING_TEMPLATE = "missing-template" {
        wrong: block("{% render \"foter\" %}"),
        right: block("{% include \"footer\" %}"),
    }

    /// A template shows itself, directly or through others.
    ///
    /// It would never end.
    ///
    /// Break the ring at one of the templates that the message lists.
    TEMPLATE_CYCLE = "template-cycle" {
        wrong: file("templates/partials/footer.liquid", "{% include \"footer\" %}"),
        right: file("templates/partials/footer.liquid", "
            <p>{{ brand.address }}</p>
            <p><a href=\"{{ unsubscribe_url }}\">Unsubscribe</a></p>
        "),
    }

    /// A campaign fills a block that its page does not have.
    ///
    /// The content would be chosen for everybody and shown to nobody.
    ///
    /// Take the name that is suggested, or add `{% block NAME %}{% endblock %}` to the page or its
    /// layout.
    UNKNOWN_BLOCK = "unknown-block" {
        wrong: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              block heros show \"hero/sale.liquid\"
            }
        "),
        right: rules("
            campaign summer {
              audience email_consent
              template \"campaigns/spring.liquid\"
              subject  \"Summer is here\"
              block hero show \"hero/sale.liquid\"
            }
        "),
    }

    /// A page has a block that no rule of the campaign fills, and that has no content of its own.
    ///
    /// The mail has a hole there, for everybody.
    ///
    /// Fill it with `block NAME show …` in the campaign, give it content in the page, or remove it.
    UNFILLED_BLOCK = "unfilled-block" {
        wrong: page("
            {% layout \"layouts/base.liquid\" %}
            {% block main %}<p>New arrivals</p>{% block banner %}{% endblock %}{% endblock %}
        "),
        right: page("
            {% layout \"layouts/base.liquid\" %}
            {% block main %}<p>New arrivals</p>{% block banner %}<hr>{% endblock %}{% endblock %}
        "),
    }

    /// A page has two blocks of one name.
    ///
    /// It is not clear which of the two a rule fills.
    ///
    /// Rename one of them.
    REPEATED_BLOCK = "repeated-block" {
        wrong: page("
            {% layout \"layouts/base.liquid\" %}
            {% block main %}<p>New arrivals</p>{% endblock %}
            {% block main %}<p>And more</p>{% endblock %}
        "),
        right: page("
            {% layout \"layouts/base.liquid\" %}
            {% block main %}<p>New arrivals</p><p>And more</p>{% endblock %}
        "),
    }

    /// `{% layout %}` is not the first thing of a page.
    ///
    /// A layout is the frame of a whole page, not of a part of it.
    ///
    /// Move it to the first line of the page. A part that repeats is a partial: `{% render %}`.
    MISPLACED_LAYOUT = "misplaced-layout" {
        wrong: block("<h1>Sale</h1>{% layout \"layouts/base.liquid\" %}"),
        right: block("<h1>Sale</h1>{% include \"footer\" %}"),
    }

    /// A page with a layout has content outside of its blocks.
    ///
    /// The layout only has places for blocks, so the content would be lost.
    ///
    /// Move it into a block that the layout has.
    OUTSIDE_BLOCKS = "outside-blocks" {
        wrong: page("
            {% layout \"layouts/base.liquid\" %}
            <p>New arrivals</p>
        "),
        right: page("
            {% layout \"layouts/base.liquid\" %}
            {% block main %}<p>New arrivals</p>{% endblock %}
        "),
    }

    /// A template names something that does not exist.
    ///
    /// It would print nothing, as in `Hello ,` for everybody.
    ///
    /// Take the name that is suggested. Fields, traits, scores and groups of the customer stand
    /// behind `customer.`, segments behind `segments.`, settings behind `brand.`.
    UNKNOWN_VARIABLE = "unknown-variable" {
        wrong: block("Hello {{ customer.frist_name }}"),
        right: block("Hello {{ customer.first_name }}"),
    }

    /// A value stands where the page's own markup is: in the name of a tag or attribute, or among a
    /// tag's attributes.
    ///
    /// Whoever fills in a form could then write the page: a first name of `img onerror=…` becomes a
    /// tag.
    ///
    /// Write the tags, and choose between them with `{% if %}`. A text that you write yourself may
    /// be markup: `{{ brand.banner | raw }}`.
    OUTPUT_IN_MARKUP = "output-in-markup" {
        wrong: block("<{{ customer.tier }}>Hello</p>"),
        right: block("<p>Hello, {{ customer.tier }} member</p>"),
    }

    /// A value stands in an attribute that has no quotes.
    ///
    /// A blank in the value ends such an attribute, and what follows becomes the next one.
    ///
    /// Write quotes around it: `title="{{ customer.first_name }}"`.
    UNQUOTED_OUTPUT = "unquoted-output" {
        wrong: block("<p title={{ customer.first_name }}>Hello</p>"),
        right: block("<p title=\"{{ customer.first_name }}\">Hello</p>"),
    }

    /// A value stands inside of `<script>` or in an attribute such as `onclick`.
    ///
    /// No way of writing it is safe there, and mail programs run no scripts.
    ///
    /// Leave the script out. A value that a web page needs belongs into the address of a link.
    OUTPUT_IN_SCRIPT = "output-in-script" {
        wrong: block("<p onclick=\"greet('{{ customer.first_name }}')\">Hello</p>"),
        right: block("<p>Hello {{ customer.first_name }}</p>"),
    }

    /// The ways through a tag end in different places of the page: one of them inside of a quote, a
    /// tag or a comment that the other one does not open.
    ///
    /// How a value behind it must be escaped then depends on the customer, and can be wrong for some.
    ///
    /// Let each way close what it opens. Whole tags and whole attributes may differ.
    SPLIT_CONTEXT = "split-context" {
        wrong: block("<p title=\"{% if customer.tier == \"gold\" %}VIP\">{% else %}Hello{% endif %} {{ customer.first_name }}</p>"),
        right: block("<p title=\"{% if customer.tier == \"gold\" %}VIP{% else %}Hello{% endif %}\">{{ customer.first_name }}</p>"),
    }

    /// A template prints a value that some customers lack, and does not say what to print for them.
    ///
    /// For them it prints nothing, as in `Hello ,`.
    ///
    /// Add `default` with what to print instead, or show the part only behind a condition that asks for
    /// the value: `{% if customer.first_name %}`. Where nothing is what you mean, write `default: ''`.
    /// A campaign's audience and the conditions of its arms count as well.
    MISSING_DEFAULT = "missing-default" {
        wrong: block("<h1>Hello {{ customer.first_name }}</h1>"),
        right: block("<h1>Hello {{ customer.first_name | default: \"friend\" }}</h1>"),
    }

    /// A filter is given a kind of value that it can do nothing with, or that it probably was not
    /// meant for.
    ///
    /// It prints something senseless, counts the value as 0, or costs the recipient the message.
    ///
    /// Take the filter that is made for the value: `date` for dates, `money` for amounts, `join` for
    /// lists. An error is what is wrong whatever the value is; a warning, what depends on it.
    FILTER_INPUT = "filter-input" {
        wrong: block("Member since {{ customer.joined | money }}"),
        right: block("{% if customer.joined %}Member since {{ customer.joined | date: \"%B %Y\" }}{% endif %}"),
    }

    /// A pattern of `date` has a directive that does not exist, or none at all.
    ///
    /// What is no directive is printed as it stands, so everybody reads `YYYY-MM-DD`.
    ///
    /// Write directives of `strftime`: `%Y`, `%m` and `%d` for numbers, `%B` and `%A` for names. A
    /// percent sign is `%%`.
    DATE_PATTERN = "date-pattern" {
        wrong: block("Until {{ now | date: \"MMMM D\" }}"),
        right: block("Until {{ now | date: \"%B %-d\" }}"),
    }

    /// Two values are compared that cannot be equal, or have no order, whatever they are: of different
    /// kinds, or a text that is none of those declared by `one of`.
    ///
    /// The branch is never taken, or always, and nothing would say so.
    ///
    /// Correct the value. Texts stand in quotes and numbers do not, and what is missing is `blank`.
    NEVER_EQUAL = "never-equal" {
        wrong: block("{% if customer.tier == \"glod\" %}Come in early{% endif %}"),
        right: block("{% if customer.tier == \"gold\" %}Come in early{% endif %}"),
    }

    /// A part of a template is shown to nobody: its condition is always false, stands above already, or
    /// is left over when every value has its own `when`; or it stands behind `{% break %}`.
    ///
    /// Somebody wrote it for a reason, and it never appears.
    ///
    /// Remove it, or correct the condition.
    UNREACHABLE_BRANCH = "unreachable-branch" {
        wrong: block("{% case customer.tier %}{% when \"gold\" %}Gold{% when \"silver\" %}Silver{% when \"none\" %}Welcome{% else %}Join us{% endcase %}"),
        right: block("{% case customer.tier %}{% when \"gold\" %}Gold{% when \"silver\" %}Silver{% else %}Join us{% endcase %}"),
    }

    /// `{% assign %}` or `{% capture %}` sets a variable that no template of any campaign reads.
    ///
    /// Often the name is misspelt in one of the two places.
    ///
    /// Remove it, or read it. A name that begins with `_` is not asked about.
    UNUSED_VARIABLE = "unused-variable" {
        wrong: block("{% assign greeting = \"Hello\" %}<h1>Spring sale</h1>"),
        right: block("{% assign greeting = \"Hello\" %}<h1>{{ greeting }}, it is spring</h1>"),
    }
}
