//! The example project: its generated files are what the generator makes, it passes its own checks
//! and tests, and `segue new` writes the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use segue::world::{Disk, World};

#[path = "../../examples/outdoor_data/mod.rs"]
mod outdoor_data;

/// The folders that hold generated files only.
const GENERATED: [&str; 2] = ["data", "templates/assets"];

fn project() -> Disk {
    Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/outdoor"))
}

#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn committed(folder: &str) -> Vec<PathBuf> {
    project().list(Path::new(folder)).unwrap()
}

#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn size(path: &Path) -> usize {
    project().read(path).unwrap().len()
}

#[test]
fn generated_files_are_what_the_generator_makes() {
    let files = outdoor_data::files().unwrap();

    let outdated: Vec<&str> = files
        .iter()
        .filter(|file| {
            let committed = project().read(Path::new(&file.path));
            committed.ok().as_ref() != Some(&file.bytes)
        })
        .map(|file| file.path.as_str())
        .collect();
    assert!(
        outdated.is_empty(),
        "run `cargo run --example outdoor_data -- examples/outdoor`: {outdated:?} would change"
    );

    let mut generated: Vec<PathBuf> = files.into_iter().map(|file| file.path.into()).collect();
    generated.sort();
    assert_eq!(GENERATED.map(committed).concat(), generated);
}

#[test]
fn generated_files_stay_small() {
    let total = |folder| committed(folder).iter().map(|path| size(path)).sum();
    let data: usize = total("data");
    let assets: usize = total("templates/assets");
    assert!(data < 900_000, "data: {data} bytes");
    assert!(assets < 700_000, "pictures: {assets} bytes");

    for picture in committed("templates/assets") {
        let is_hero = picture.to_string_lossy().contains("hero-");
        let most = if is_hero { 60_000 } else { 8_000 };
        let size = size(&picture);
        assert!(size < most, "{}: {size} bytes", picture.display());
    }
}

#[test]
fn tables_have_the_rows_the_documentation_speaks_of() {
    let rows: Vec<String> = committed("data")
        .iter()
        .map(|path| {
            let text = String::from_utf8(project().read(path).unwrap()).unwrap();
            let is_csv = path.extension().is_some_and(|extension| extension == "csv");
            let rows = text.lines().count() - usize::from(is_csv);
            format!("{} {rows}", path.display())
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"), @r"
    data/cart_adds.csv 476
    data/customers.csv 500
    data/opens.csv 2140
    data/products.ndjson 40
    data/purchases.csv 3667
    data/sent.csv 897
    data/visits.ndjson 2857
    ");
}

#[test]
fn customers_include_the_awkward_ones() {
    let text = String::from_utf8(project().read(Path::new("data/customers.csv")).unwrap()).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    let count =
        |holds: &dyn Fn(&csv::StringRecord) -> bool| rows.iter().filter(|row| holds(row)).count();

    let counts = [
        ("without first name", count(&|row| row[2].is_empty())),
        ("without birth date", count(&|row| row[4].is_empty())),
        (
            "born on 29 February",
            count(&|row| row[4].ends_with("-02-29")),
        ),
        (
            "born on 1 November",
            count(&|row| row[4].ends_with("-11-01")),
        ),
        ("without state", count(&|row| row[5].is_empty())),
        ("gold", count(&|row| &row[6] == "gold")),
        ("without interests", count(&|row| row[7].is_empty())),
        ("without time zone", count(&|row| row[8].is_empty())),
        ("without consent", count(&|row| &row[9] == "no")),
    ];
    let lines: Vec<String> = counts
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    48 without first name
    38 without birth date
    11 born on 29 February
    5 born on 1 November
    39 without state
    77 gold
    83 without interests
    47 without time zone
    54 without consent
    ");
}

/// What `segue` says in the project at `folder`, with its exit status.
#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn segue(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
    let output = command.args(arguments).current_dir(folder).output();
    let output = output.unwrap();
    format!(
        "{}{}exit status {}",
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
        output.status.code().unwrap()
    )
}

/// `segue check` and the last lines of `segue test`, which count what holds.
#[expect(clippy::unwrap_used, reason = "only tests call it")]
fn checked_and_tested(folder: &Path) -> String {
    let tested = segue(folder, &["test"]);
    let (_, counted) = tested.rsplit_once("\n\n").unwrap();
    format!("{}\n\n{counted}", segue(folder, &["check"]))
}

#[test]
fn the_example_passes_its_own_checks_and_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/outdoor");
    insta::assert_snapshot!(checked_and_tested(&folder), @r"
    no findings: 19 traits, 1 score, 12 segments, 1 group, 2 campaigns, 6 personas, 10,577 rows read
    exit status 0

    expectations  47 of 47 hold
    snapshots     12 of 12 as approved
    coverage      86%, 74 of 86; `segue test --coverage` lists the rest
    exit status 0
    ");
}

#[test]
fn a_new_project_is_the_example() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(segue(folder.path(), &["new", "spring"]), @r"
    A project is in `spring`. Try:

      cd spring
      segue check                              prove rules, templates and data right
      segue preview --static gallery           see every persona's messages
      segue test                               personas' expectations and snapshots
      segue render autumn_sale --out mail      one message for each customer
    exit status 0
    ");

    let new = Disk::new(folder.path().join("spring"));
    let all = |project: &Disk| -> Vec<PathBuf> {
        let mut files = project.list(Path::new("")).unwrap();
        // a rendering that awaits review in a working copy is not part of the example
        files.retain(|file| file.extension().is_none_or(|extension| extension != "new"));
        files
    };
    assert_eq!(all(&new), all(&project()));
    for file in all(&new) {
        let (written, committed) = (new.read(&file).unwrap(), project().read(&file).unwrap());
        assert!(written == committed, "{} differs", file.display());
    }
    let passed = checked_and_tested(&folder.path().join("spring"));
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/outdoor");
    assert_eq!(passed, checked_and_tested(&example));
}
