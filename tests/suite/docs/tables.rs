//! The tables of filters, tags and helpers list what there is, and their examples print what they say.

use std::collections::BTreeSet;

use segue::liquid::{Library, filters, tags};

use super::page::{code, table};
use super::{bare_project, read, shown};

const PAGE: &str = "docs/templates.md";
const HANDLEBARS: &str = "docs/handlebars.md";

fn names(page: &str, header: &str) -> BTreeSet<String> {
    let rows = table(&read(page), header);
    rows.iter().map(|row| code(&row[0]).to_owned()).collect()
}

#[test]
fn every_filter_is_documented() {
    let known: BTreeSet<String> = filters().map(str::to_owned).collect();
    assert_eq!(names(PAGE, "Filter"), known);
}

#[test]
fn every_tag_is_documented() {
    let known: BTreeSet<String> = tags().map(str::to_owned).collect();
    assert_eq!(names(PAGE, "Tag"), known);
}

#[test]
fn every_helper_is_documented() {
    let known: BTreeSet<String> = Library::helpers().map(str::to_owned).collect();
    assert_eq!(names(HANDLEBARS, "Helper"), known);
}

#[test]
fn filters_print_what_the_table_says() {
    examples_print(PAGE, "Filter", "campaigns/page.liquid");
}

#[test]
fn helpers_print_what_the_table_says() {
    examples_print(HANDLEBARS, "Helper", "campaigns/page.hbs");
}

/// Runs a table's second column, which must print the third; `—` stands for what is shown elsewhere.
fn examples_print(source: &str, header: &str, template: &str) {
    let page = super::Page::parse(source, &read(source));
    let mut rows = table(&read(source), header);
    rows.retain(|row| row[2] != "—");
    let examples: Vec<&str> = rows.iter().map(|row| code(&row[1])).collect();
    let wanted: Vec<&str> = rows.iter().map(|row| code(&row[2])).collect();

    let mut project = bare_project();
    for block in page.shared() {
        project.add(block);
    }
    let path = project.page(template);
    project.file(&path, &examples.join("\n"));
    let (drawn, ran) = project.run();
    assert_eq!(drawn, "");
    let html = shown(&ran.unwrap(), "html");
    let printed: Vec<&str> = html.lines().collect();
    assert_eq!(printed, wanted);
}

/// The buckets that other engines must come to; the table's were made with another MD5.
#[test]
fn buckets_are_those_of_the_table() {
    let rows = table(&read("docs/language.md"), "Hashed");
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (salt, id) = code(&row[0]).split_once(':').unwrap();
        let bucket = segue::evaluate::bucket(salt, id);
        let arm = match bucket {
            0..4500 => "Shop now",
            4500..9000 => "See what's new",
            _ => "held out",
        };
        assert_eq!((bucket.to_string(), arm), (row[1].clone(), &*row[2]));
    }
}
