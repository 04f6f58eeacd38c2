//! What a file's format must not change, and what only one format can hold.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int32Array, Int64Array, LargeStringArray, RecordBatch, StringArray,
    StringViewArray, Time64MicrosecondArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray, UInt64Array,
};
use jiff::tz::TimeZone;
use parquet::arrow::ArrowWriter;
use segue::project::Format;

use super::{parse_column, read, read_rows, table};

/// The bytes of a Parquet file with these columns.
fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

fn read_parquet(columns: Vec<(&str, ArrayRef)>, wanted: &[&str], zone: &str) -> String {
    let wanted = wanted.iter().map(|column| parse_column(column)).collect();
    let mut spec = table("table", Format::Parquet, wanted);
    spec.timezone = TimeZone::get(zone).unwrap();
    read(parquet(columns), &spec)
}

#[test]
fn ids_are_the_same_text_from_any_type() {
    let ids = [17850_i64, 3];
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("int", Arc::new(Int64Array::from(ids.to_vec()))),
        ("small", Arc::new(Int32Array::from(vec![17850, 3]))),
        ("wide", Arc::new(UInt64Array::from(vec![u64::MAX, 3]))),
        ("float", Arc::new(Float64Array::from(vec![17850.0, 3.5]))),
        ("text", Arc::new(StringArray::from(vec!["17850.0", " 3"]))),
        (
            "large",
            Arc::new(LargeStringArray::from(vec!["17850", "3"])),
        ),
        ("view", Arc::new(StringViewArray::from(vec!["17850", "3"]))),
        (
            "dictionary",
            Arc::new(DictionaryArray::<Int32Type>::from_iter(["17850", "3"])),
        ),
    ];
    let wanted = [
        "int id",
        "small id",
        "wide id",
        "float id",
        "text id",
        "large id",
        "view id",
        "dictionary id",
    ];
    insta::assert_snapshot!(read_parquet(columns, &wanted, "UTC"), @r##"
    1: "17850" | "17850" | "18446744073709551615" | "17850" | "17850" | "17850" | "17850" | "17850"
    2: "3" | "3" | "3" | "3.5" | "3" | "3" | "3" | "3"
    "##);
}

#[test]
fn parquet_types_are_read_as_what_is_wanted() {
    let moment = 1_772_359_200_123_456_i64;
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "local",
            Arc::new(TimestampMicrosecondArray::from(vec![Some(moment), None])),
        ),
        (
            "nanos",
            Arc::new(TimestampNanosecondArray::from(vec![
                Some(moment * 1000),
                None,
            ])),
        ),
        (
            "utc",
            Arc::new(
                TimestampMillisecondArray::from(vec![Some(moment / 1000), None])
                    .with_timezone("UTC"),
            ),
        ),
        (
            "price",
            Arc::new(Float32Array::from(vec![Some(2.55), None])),
        ),
        (
            "decimal",
            Arc::new(
                Decimal128Array::from(vec![Some(80_000_000_000_000_000_000), None])
                    .with_precision_and_scale(30, 18)
                    .unwrap(),
            ),
        ),
        ("flag", Arc::new(BooleanArray::from(vec![Some(true), None]))),
        ("day", Arc::new(Date32Array::from(vec![Some(20_513), None]))),
    ];
    let wanted = [
        "local time?",
        "nanos time?",
        "utc time?",
        "utc date?",
        "price money?",
        "price number?",
        "decimal money?",
        "flag yes/no?",
        "day date?",
        "day time?",
    ];
    insta::assert_snapshot!(read_parquet(columns, &wanted, "America/New_York"), @r##"
    1: 2026-03-01T15:00:00.123456Z | 2026-03-01T15:00:00.123456Z | 2026-03-01T10:00:00.123Z | 2026-03-01 | 255¢ | 2.55 | 8000¢ | true | 2026-03-01 | 2026-03-01T05:00:00Z
    2: - | - | - | - | - | - | - | - | - | -
    "##);
}

#[test]
fn parquet_rows_that_do_not_fit_are_named_by_their_number() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "id",
            Arc::new(Int64Array::from(vec![Some(1), None, Some(3), Some(4)])),
        ),
        ("at", Arc::new(Int64Array::from(vec![1_772_323_200; 4]))),
        (
            "price",
            Arc::new(Float64Array::from(vec![1.0, 2.0, f64::NAN, 1e18])),
        ),
        (
            "email",
            Arc::new(StringArray::from(vec![
                "ana@example.com",
                "b@example.com",
                "c@example.com",
                "bob@@example",
            ])),
        ),
    ];
    let wanted = ["id id", "price money", "email email pii"];
    insta::assert_snapshot!(read_parquet(columns.clone(), &wanted, "UTC"), @r##"
    1: "1" | 100¢ | "ana@example.com"

    error[missing-value]: expected id in `id`, found nothing
     --> table.parquet:2:6
      |
    2 | id = 
      |      ^
      |
      = hint: every row needs its id

    error[bad-value]: expected money in `price`, found `NaN`
     --> table.parquet:3:9
      |
    3 | price = NaN
      |         ^^^
      |
      = hint: money is written 1234.50, without separators or currency

    error[bad-value]: `1000000000000000000` in `price` is out of range for money
     --> table.parquet:4:9
      |
    4 | price = 1000000000000000000
      |         ^^^^^^^^^^^^^^^^^^^

    error[bad-email]: expected email in `email`, found `xxx@@xxxxxxx`
     --> table.parquet:4:9
      |
    4 | email = xxx@@xxxxxxx
      |         ^^^^^^^^^^^^
      |
      = hint: the part before the last `@` is not valid
    "##);
    insta::assert_snapshot!(read_parquet(columns, &["id id?", "at time"], "UTC"), @r##"
    error[bad-value]: expected time in `at`, found `1772323200`
     --> table.parquet:1:6
      |
    1 | at = 1772323200
      |      ^^^^^^^^^^
      |
      = hint: a time is written 2026-03-01T10:00:00, with `Z` or an offset such as -05:00 unless local

    error[bad-value]: expected time in `at`, found `1772323200`
     --> table.parquet:2:6
      |
    2 | at = 1772323200
      |      ^^^^^^^^^^
      |
      = hint: a time is written 2026-03-01T10:00:00, with `Z` or an offset such as -05:00 unless local

    error[bad-value]: expected time in `at`, found `1772323200`
     --> table.parquet:3:6
      |
    3 | at = 1772323200
      |      ^^^^^^^^^^
      |
      = hint: a time is written 2026-03-01T10:00:00, with `Z` or an offset such as -05:00 unless local

    error[bad-value]: expected time in `at`, found `1772323200`
     --> table.parquet:4:6
      |
    4 | at = 1772323200
      |      ^^^^^^^^^^
      |
      = hint: a time is written 2026-03-01T10:00:00, with `Z` or an offset such as -05:00 unless local
    "##);
}

#[test]
fn the_same_rows_are_the_same_batches_in_every_format() {
    let rows = 20_000;
    let id = |row: usize| row as i64 * 7;
    let amount = |row: usize| (row % 1999) as f64 * 0.05 + 0.005;
    let name = |row: usize| match row % 5 {
        0 => None,
        1 => Some(format!("Ann, \"{row}\"")),
        2 => Some(format!("Zoë\n{row}")),
        _ => Some(row.to_string()),
    };
    let at = |row: usize| 1_700_000_000_000_000 + row as i64 * 1_234_567_890;
    let flag = |row: usize| row.is_multiple_of(3);
    let local = |row: usize| {
        let at = jiff::Timestamp::from_microsecond(at(row)).unwrap();
        at.to_zoned(TimeZone::UTC).datetime().to_string()
    };
    let mut csv = "id,amount,name,at,flag\n".to_owned();
    let mut ndjson = String::new();
    for row in 0..rows {
        let quoted = name(row).unwrap_or_default().replace('"', "\"\"");
        let (id, amount, at, flag) = (id(row), amount(row), local(row), flag(row));
        writeln!(csv, "{id},{amount},\"{quoted}\",{at},{flag}").unwrap();
        let name = name(row);
        let object =
            serde_json::json!({"id": id, "amount": amount, "name": name, "at": at, "flag": flag});
        writeln!(ndjson, "{object}").unwrap();
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "id",
            Arc::new(Int64Array::from_iter_values((0..rows).map(id))),
        ),
        (
            "amount",
            Arc::new(Float64Array::from_iter_values((0..rows).map(amount))),
        ),
        (
            "name",
            Arc::new((0..rows).map(name).collect::<StringArray>()),
        ),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from_iter_values(
                (0..rows).map(at),
            )),
        ),
        (
            "flag",
            Arc::new(BooleanArray::from((0..rows).map(flag).collect::<Vec<_>>())),
        ),
    ];
    let wanted = [
        "amount money",
        "id id",
        "amount number",
        "at time",
        "at date",
        "name text?",
        "flag yes/no",
    ];
    let rows_of = |content: Vec<u8>, format: Format| {
        let columns = wanted.iter().map(|column| parse_column(column)).collect();
        let mut spec = table("table", format, columns);
        spec.timezone = TimeZone::get("Europe/London").unwrap();
        let (rows, rejects, diagnostics, _) = read_rows(content, &spec);
        assert_eq!((rejects.len(), diagnostics.errors()), (0, 0));
        // places differ: lines and rows
        let values = rows
            .into_iter()
            .map(|row| row.split_once(": ").unwrap().1.to_owned());
        values.collect::<Vec<_>>()
    };
    let from_csv = rows_of(csv.into_bytes(), Format::Csv);
    let from_ndjson = rows_of(ndjson.into_bytes(), Format::Ndjson);
    let from_parquet = rows_of(parquet(columns), Format::Parquet);
    assert_eq!(from_csv.len(), rows);
    assert_eq!((from_ndjson.len(), from_parquet.len()), (rows, rows));
    for ((csv, ndjson), parquet) in from_csv.iter().zip(&from_ndjson).zip(&from_parquet) {
        assert_eq!((csv, csv), (ndjson, parquet));
    }
}

#[test]
fn a_line_above_16_mib_costs_itself_only() {
    let wanted = || ["id id", "note text?"].map(parse_column).to_vec();
    let long = "x".repeat(20 << 20);
    let csv = format!("id,note\n1,a\n2,{long}\n3,b\n");
    insta::assert_snapshot!(read(csv.into_bytes(), &table("table", Format::Csv, wanted())), @r##"
    2: "1" | "a"
    4: "3" | "b"

    error[bad-row]: the row is longer than 16 MiB
     --> table.csv:3:1
      |
    3 | 0,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      | ^
      |
      = hint: is there a quote that never closes?
    "##);
    let filler = format!("4,{}\n", "d".repeat(1020)).repeat(20 << 10);
    let unclosed = format!("id,note\n1,a\n2,\"b\n{filler}3,c\n");
    let spec = table("table", Format::Csv, wanted());
    let (rows, rejects, ..) = read_rows(unclosed.into_bytes(), &spec);
    assert_eq!((rows.len(), rejects.len()), ((20 << 10) + 2, 1));
    assert_eq!(rejects[0].place, 3);
    let ndjson = format!("{{\"id\": 1}}\n{{\"id\": \"{long}\"}}\n{{\"id\": 3}}\n");
    insta::assert_snapshot!(read(ndjson.into_bytes(), &table("table", Format::Ndjson, wanted())), @r#"
    1: "1" | -
    3: "3" | -

    warning[missing-column]: `table.ndjson` has no column `note` in its first rows
      hint: there is: `id`
      hint: if it has another name in the file, say so in segue.toml: `columns = { note = "…" }`

    error[bad-row]: the row is longer than 16 MiB
     --> table.ndjson:2:1
      |
    2 | {"xx": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
      | ^
      |
      = hint: write one JSON object a line
    "#);
}

#[test]
fn a_long_first_line_of_ndjson_is_read_to_its_end() {
    let wanted = || ["id id", "note text"].map(parse_column).to_vec();
    let spec = table("table", Format::Ndjson, wanted());
    // `id` stands behind what is looked at elsewhere
    let long = format!("{{\"note\": \"{}\", \"id\": 1}}\n", "x".repeat(5 << 20));
    let (rows, rejects, ..) = read_rows(long.into_bytes(), &spec);
    assert_eq!((rows.len(), rejects.len()), (1, 0));
}

#[test]
fn text_that_is_not_utf_8_is_a_reject_only_where_it_is_wanted() {
    let csv = b"id,name\n1,Zo\xeb\n2,Ana\n".to_vec();
    let spec = |columns: &[&str]| {
        let columns = columns.iter().map(|column| parse_column(column));
        table("table", Format::Csv, columns.collect())
    };
    insta::assert_snapshot!(read(csv.clone(), &spec(&["id id", "name text"])), @r##"
    3: "2" | "Ana"

    error[bad-value]: expected text in `name`, found bytes that are not UTF-8
     --> table.csv:2:3
      |
    2 | 1,Zo�
      |   ^^^
      |
      = hint: save the file as UTF-8
    "##);
    insta::assert_snapshot!(read(csv, &spec(&["id id"])), @r##"
    2: "1"
    3: "2"
    "##);
}

#[test]
fn parquet_columns_are_checked_when_the_file_is_opened() {
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let clock: ArrayRef = Arc::new(Time64MicrosecondArray::from(vec![1]));
    let columns = vec![("customer_id", ids), ("opens", clock)];
    let wanted = ["customerid id", "opens time"];
    insta::assert_snapshot!(read_parquet(columns, &wanted, "UTC"), @r#"
    error[missing-column]: `table.parquet` has no column `customerid`
      hint: did you mean `customer_id`?
      hint: if it has another name in the file, say so in segue.toml: `columns = { customerid = "…" }`

    error[unreadable-column]: column `opens` of `table.parquet` holds times of day, which no type reads
    "#);
}

#[test]
fn a_missing_file_is_an_error() {
    let (mut sources, mut diagnostics) = Default::default();
    let spec = table("data/customers", Format::Csv, vec![parse_column("id id")]);
    let world = segue::world::Memory::default();
    assert!(segue::data::open(&world, &spec, &mut sources, &mut diagnostics).is_none());
    let drawn = segue::diagnostic::draw(&diagnostics, &sources, segue::diagnostic::Style::Plain);
    insta::assert_snapshot!(drawn, @r"
    error[missing-file]: there is no file `data/customers.csv`
      hint: `file` in segue.toml is taken from the project's folder
    ");
}

#[test]
fn a_damaged_parquet_file_never_ends_the_run() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
        ("name", Arc::new(StringArray::from(vec!["a", "b", "c"]))),
    ];
    let file = parquet(columns);
    let wanted = ["id id", "name text"].map(parse_column).to_vec();
    let spec = table("table", Format::Parquet, wanted);
    for at in 0..file.len() {
        let mut damaged = file.clone();
        damaged[at] ^= 0x55;
        let (rows, rejects, diagnostics, _) = read_rows(damaged, &spec);
        assert!(
            rows.len() + rejects.len() == 3 || diagnostics.errors() > 0,
            "byte {at}"
        );
    }
}
