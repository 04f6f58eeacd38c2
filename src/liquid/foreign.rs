//! What templates of other systems have, and what says the same here.

/// What stands here for a tag of another system.
pub(super) fn tag(name: &str) -> Option<&'static str> {
    find(&TAGS, name)
}

/// What stands here for a filter of another system.
pub(super) fn filter(name: &str) -> Option<&'static str> {
    find(&FILTERS, name)
}

/// Names, and what to do instead.
type Row = (&'static [&'static str], &'static str);

fn find(rows: &[Row], name: &str) -> Option<&'static str> {
    let mut rows = rows.iter();
    let found = rows.find(|(names, _)| names.contains(&name));
    found.map(|(_, instead)| *instead)
}

const TAGS: [Row; 24] = [
    // of mailing systems
    (
        &[
            "optout_link",
            "unsubscribe",
            "unsubscribe_link",
            "unsubscribe_url",
        ],
        "the address is `{{ unsubscribe_url }}`",
    ),
    (
        &[
            "manage_preferences",
            "manage_preferences_link",
            "manage_preferences_url",
            "manage_subscription_preferences_url",
            "subscription_management_link",
        ],
        "write the address of your own page",
    ),
    (
        &[
            "view_in_browser",
            "view_in_browser_url",
            "web_view",
            "web_view_link",
        ],
        "leave it out: messages are not kept on the web",
    ),
    (
        &["connected_content"],
        "templates fetch nothing: bring the data along as fields, traits or a catalog",
    ),
    (
        &[
            "catalog",
            "catalog_items",
            "catalog_selection_items",
            "promotion",
            "shopping_cart",
        ],
        "declare a catalog, and take from it: `catalog.product | find: \"sku\", \"A-1\"`",
    ),
    (
        &["coupon", "coupon_code"],
        "bring the codes along as a field of the customers",
    ),
    (&["message_extras"], "leave it out"),
    (
        &["random"],
        "let the rules choose: `experiment` in the campaign",
    ),
    // of Shopify's themes
    (
        &[
            "content_for",
            "footer",
            "header",
            "section",
            "sections",
            "snippet",
        ],
        "show a partial: `{% render \"name\" %}`",
    ),
    (&["style", "stylesheet"], "write `<style>…</style>`"),
    (
        &["javascript", "schema"],
        "leave it out: mails have no settings and run no scripts",
    ),
    (&["form"], "link to a page that has the form"),
    (
        &["paginate"],
        "take a part of the list: `{% for item in list limit: 10 %}`",
    ),
    // of Jinja and Django
    (&["elif", "elseif"], "write `{% elsif … %}`"),
    (&["set", "with"], "write `{% assign name = … %}`"),
    (&["extends"], "write `{% layout \"layouts/base.liquid\" %}`"),
    (
        &["call", "from", "import", "macro"],
        "write a partial, and show it with `{% render \"name\" %}`",
    ),
    (
        &["ifequal", "ifnotequal"],
        "write `{% if a == b %}` or `{% if a != b %}`",
    ),
    (
        &["blocktrans", "blocktranslate", "t", "trans", "translate"],
        "write the text itself; rules choose between languages",
    ),
    (
        &["current_day", "current_month", "current_year", "now"],
        "write `{{ now | date: \"%Y\" }}`",
    ),
    (
        &[
            "autoescape",
            "csrf_token",
            "load",
            "spaceless",
            "static",
            "url",
        ],
        "leave it out: it belongs to Django",
    ),
    (&["empty"], "write `{% else %}`"),
    // of Jekyll
    (
        &["include_cached", "include_relative"],
        "write `{% include \"name\" %}`",
    ),
    (
        &["feed_meta", "gist", "highlight", "link", "post_url", "seo"],
        "leave it out: it belongs to Jekyll",
    ),
];

const FILTERS: [Row; 34] = [
    (
        &["asset_url", "file_url", "relative_url", "absolute_url"],
        "write the whole address",
    ),
    (
        &[
            "image_tag",
            "image_url",
            "img_tag",
            "img_url",
            "product_img_url",
        ],
        "write the picture's whole address",
    ),
    (&["capfirst", "capitalizeFirst"], "the same is `capitalize`"),
    (
        &["cgi_escape", "urlencode", "urlize"],
        "the same is `url_encode`",
    ),
    (&["count", "length"], "the same is `size`"),
    (&["currency_format"], "the same is `money`"),
    (&["cut"], "the same is `remove`"),
    (
        &[
            "date_format",
            "dateFormat",
            "format_date",
            "format_date_string",
            "strftime",
        ],
        "the same is `date`",
    ),
    (
        &["date_to_xmlschema", "date_to_rfc822", "date_to_string"],
        "write `date: \"%Y-%m-%d\"`",
    ),
    (
        &["defaultIfEmpty", "default_if_none"],
        "the same is `default`",
    ),
    (
        &["e", "force_escape", "html_escape", "xml_escape"],
        "values are escaped already; the filter is `escape`",
    ),
    (
        &["floatformat", "format_float"],
        "write `number_with_precision: 2`",
    ),
    (&["format_address"], "write the parts of the address"),
    (
        &["intcomma", "commaify"],
        "the same is `number_with_delimiter`",
    ),
    (
        &["jsonify", "tojson", "to_json_string"],
        "the same is `json`",
    ),
    (&["lid"], "leave it out"),
    (
        &["linebreaks", "linebreaksbr", "nl2br"],
        "the same is `newline_to_br`",
    ),
    (
        &["link_to", "link_to_type", "link_to_vendor"],
        "write `<a href=\"…\">…</a>`",
    ),
    (
        &["lower", "lowercase", "to_lower"],
        "the same is `downcase`",
    ),
    (&["upper", "uppercase", "to_upper"], "the same is `upcase`"),
    (&["markdownify", "markdown", "smartify"], "write HTML"),
    (
        &["metafield_tag", "metafield_text"],
        "write the field itself",
    ),
    (&["numberFormat"], "the same is `format_number`"),
    (&["push", "unshift"], "join lists with `concat`"),
    (&["pop", "shift"], "take a part of the list with `slice`"),
    (
        &["rjust", "ljust", "center"],
        "leave it out: HTML shows one space for many",
    ),
    (&["safe"], "the same is `raw`"),
    (&["slugify", "handle"], "the same is `handleize`"),
    (&["striptags"], "the same is `strip_html`"),
    (
        &["t", "translate"],
        "write the text itself; rules choose between languages",
    ),
    (&["title", "titleize"], "the same is `titlecase`"),
    (&["trim"], "the same is `strip`"),
    (
        &["truncatewords_html", "truncatechars_html"],
        "write `strip_html | truncatewords`",
    ),
    (
        &["where_exp", "group_by", "filter", "select"],
        "the filters on lists are `where`, `find`, `has` and `map`",
    ),
];

#[cfg(test)]
mod tests {
    use super::{FILTERS, TAGS};

    #[test]
    fn what_is_our_own_is_not_foreign() {
        let own: Vec<&str> = crate::liquid::filters()
            .chain(crate::liquid::tags())
            .collect();
        let foreign = TAGS.iter().chain(&FILTERS).flat_map(|(names, _)| *names);
        let both: Vec<&&str> = foreign.filter(|name| own.contains(name)).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
