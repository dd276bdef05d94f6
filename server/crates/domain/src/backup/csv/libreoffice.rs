//! What a spreadsheet makes of a CSV. `script/test-sheets` runs it.

use std::fs;
use std::process::Command;

use model::backup::Table;
use store::testing::Scratch;
use store::{args, sql};

use super::{Kind, Sheet};
use crate::backup;
use crate::backup::tests::{school, text};
use crate::testing::Scene;

/// The cells of a file as LibreOffice has them: texts in quotation marks, numbers without, formulas as they are typed.
/// `formats` says what it is told of the columns.
fn opened(csv: &str, formats: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("table.csv"), folder.path().join("out"));
    fs::write(&file, csv).unwrap();
    // Comma, quotation mark, UTF-8, from the first line; and to save: every text quoted, as shown, formulas themselves.
    let done = Command::new("soffice")
        .env("LC_ALL", "C.UTF-8")
        .arg(format!("-env:UserInstallation=file://{}", folder.path().join("profile").display()))
        .args(["--headless", "--norestore"])
        .arg(format!("--infilter=Text - txt - csv (StarCalc):44,34,76,1,{formats}"))
        .args(["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true", "--outdir"])
        .args([&out, &file])
        .output()
        .unwrap();
    let cells = fs::read_to_string(out.join("table.csv"));
    let cells = cells.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&done.stderr)));
    cells.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

#[tokio::test]
#[ignore = "needs LibreOffice: script/test-sheets"]
async fn libreoffice_reads_what_was_written_and_runs_none_of_it() {
    let scratch = Scratch::sqlite().await;
    let it = Scene::new(&scratch.db).await;
    let (school_id, class, admin) = (it.admin.school_id(), it.class_id, it.admin.user_id());
    let odd = sql!("update class_groups set name = '0071', name_key = $2, quota_bytes = 5 where school_id = $1");
    scratch.db.run(odd, args![school_id, "=HYPERLINK(\"x\")\r\nسارة, 😀"]).await.unwrap();
    let csv = text(backup::csv(school(&it.admin), Table::Classes).await.unwrap()).await;
    let cells = |name: &str| {
        format!(
            "\"school_id\",\"id\",\"name\",\"name_key\",\"storage_bytes\",\"quota_bytes\",\"created_by\",\"created_at\",\
             \"archived_at\"\n\"{school_id}\",\"{class}\",{name},\"'=HYPERLINK(\"\"x\"\")\nسارة, 😀\",0,5,\"{admin}\",\
             \"27-11-2026 12:00:00\",\n"
        )
    };
    assert_eq!(opened(&csv, ""), cells("71"), "told nothing, it takes digits for a number");
    let formats = Sheet::of(Table::Classes, None).unwrap().columns.iter().zip(1..);
    let formats: Vec<String> =
        formats.map(|(column, at)| format!("{at}/{}", if column.kind == Kind::Text { 2 } else { 1 })).collect();
    assert_eq!(opened(&csv, &formats.join("/")), cells("\"0071\""), "told that it is text, it keeps the zeros");
    scratch.discard().await;
}
