//! Lists of persons, and tables that look a little like them. Every person here is made up.

use super::*;
use crate::read::Visibility;
use crate::testing::{sheet, standard, workbook};

fn judge(rows: &[&[&str]]) -> Option<Refusal> {
    refuse_persons(&workbook(sheet(rows, &[])), standard()).err()
}

#[test]
fn names_with_documents_are_persons() {
    let refusal = judge(&[
        &["Made-up register", ""],
        &["Full name", "Passport No."],
        &["Aaa Bbb", "X1234567"],
        &["Ccc Ddd", "X7654321"],
        &["Eee Fff", "X1122334"],
    ])
    .unwrap();
    assert_eq!(
        refusal.to_string(),
        "`made_up.xlsx` looks like a list of persons, so nothing of it is kept: sheet 1 has 3 rows under the headings `Full name`, \
         `Passport No.`; send a table of counts instead, without names, documents or days of birth"
    );
    let finding = refusal.finding();
    assert_eq!((finding.count, finding.at.and_then(|place| place.sheet)), (3, None));
}

#[test]
fn every_language_and_a_list_below_a_table() {
    for headings in [
        ["Surname", "Given names"],
        ["Nom", "Prénom"],
        ["NOM", "Né(e) le / Date de naissance"],
        ["Nome completo", "Data de nascimento"],
        ["الاسم", "تاريخ الميلاد"],
        ["اللقب", "الاسم الأول"],
        ["Name / الاسم", "E-mail"],
    ] {
        let second = match headings[1] {
            text if text.contains("aissance") || text.contains("ascimento") || text.contains("ميلاد") => {
                ["1990-01-02", "02/03/1991", "4 May 1992"]
            }
            "E-mail" => ["a@made-up.example", "b@made-up.example", "c@made-up.example"],
            _ => ["Aaa", "Bbb", "Ccc"],
        };
        let refusal = judge(&[
            &["Country", "2020"],
            &["Uganda", "12"],
            &["Kenya", "13"],
            &[],
            &[headings[0], headings[1]],
            &["Ggg", second[0]],
            &["Hhh", second[1]],
            &["Iii", second[2]],
        ]);
        assert_eq!(refusal.map(|refusal| refusal.lists[0].rows), Some(3), "{headings:?}");
    }
}

#[test]
fn registers_as_offices_keep_them() {
    for rows in [
        [
            ["S/N", "Name of Applicant", "Nationality", "D.O.B.", "Passport/ID No."],
            ["1", "Aaa Bbb", "Ugandan", "28/02/1990", "X123456"],
            ["2", "Ccc Ddd", "Kenyan", "01/03/1991", "X223456"],
            ["3", "Eee Fff", "Kenyan", "17/04/1992", "X323456"],
        ],
        [
            ["N°", "Nom et Prénoms", "Date et lieu de naissance", "Nationalité", "N° CIN"],
            ["1", "Aaa Bbb", "28/02/1990 à Ville", "Rwandaise", "101234567"],
            ["2", "Ccc Ddd", "01/03/1991 à Ville", "Rwandaise", "101234568"],
            ["3", "Eee Fff", "17/04/1992 à Ville", "Rwandaise", "101234569"],
        ],
        [
            ["م", "الاسم واللقب", "تاريخ ومكان الميلاد", "الجنسية", "رقم الجواز"],
            ["1", "سين صاد", "28/02/1990", "تونسية", "X123456"],
            ["2", "عين غين", "01/03/1991", "تونسية", "X223456"],
            ["3", "فاء قاف", "17/04/1992", "تونسية", "X323456"],
        ],
    ] {
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 5]>::as_slice).collect();
        let list = judge(&rows).map(|refusal| refusal.lists[0].clone()).unwrap();
        assert_eq!((list.rows, list.columns.len()), (3, 3), "{list}");
    }
}

#[test]
fn a_text_like_a_heading_does_not_break_a_list() {
    let refusal = judge(&[
        &["Full name", "Passport No.", "Occupation"],
        &["Aaa Bbb", "X1234567", "Fisher"],
        &["Ccc Ddd", "X7654321", "Contact"],
        &["Full name", "Passport No.", "Occupation"],
        &["Eee Fff", "X1122334", "Telephone"],
    ]);
    assert_eq!(refusal.map(|refusal| refusal.lists[0].rows), Some(3));
}

#[test]
fn one_column_alone_must_say_more() {
    let documents = ["AB12345", "AB12346", "AB12347", "AB12348", "AB12349"];
    let rows = |texts: &[&'static str], heading: &'static str, other: &'static str| -> Option<Refusal> {
        let mut rows: Vec<Vec<&str>> = vec![vec![heading, "Nationality"]];
        rows.extend(texts.iter().map(|text| vec![*text, other]));
        judge(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    assert!(rows(&documents, "Passport number", "Ugandan").is_some());
    assert!(rows(&documents[..4], "Passport number", "Ugandan").is_none(), "too few");
    assert!(rows(&["AB12345"; 9], "Passport number", "Ugandan").is_none(), "not distinct");
    assert!(rows(&["1", "20", "300", "4000", "50"], "Passport number", "Ugandan").is_none(), "counts");
    let days = ["1990-01-01", "1990-01-02", "1990-01-03", "1990-01-04", "1990-01-05"];
    assert!(rows(&days, "Date of birth", "Ugandan").is_some());
    assert!(rows(&days, "Date of birth", "12").is_none(), "a class of counts");
    assert!(rows(&["Aaa Bbb", "Ccc", "Ddd", "Eee", "Fff"], "Nom et prénom(s)", "Ougandaise").is_some());
    assert!(rows(&["Aaa Bbb", "Ccc", "Ddd", "Eee", "Fff"], "Name", "Ugandan").is_none(), "places have names");
}

#[test]
fn tables_of_places_and_counts_stay() {
    for rows in [
        [["Country name", "Nom du pays"], ["Uganda", "Ouganda"], ["Kenya", "Kenya"], ["Rwanda", "Rwanda"]],
        [["Name", "Address"], ["Aaa post", "Bbb road"], ["Ccc post", "Ddd road"], ["Eee post", "Fff road"]],
        [["Name", "Full name"], ["Kenya", "Republic of Kenya"], ["Uganda", "Republic of Uganda"], ["Sudan", "Republic of the Sudan"]],
        [["#adm1+name", "Muhalla name"], ["Aaa", "Bbb"], ["Ccc", "Ddd"], ["Eee", "Fff"]],
        [["Name", "Telephone"], ["Aaa", "12"], ["Bbb", "13"], ["Ccc", "14"]],
        [["Date of birth", "Total"], ["1990-01-01", "1"], ["1990-01-02", "2"], ["1990-01-03", "3"]],
    ] {
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
        assert_eq!(judge(&rows), None, "{rows:?}");
    }
    let contacts: [&[&str]; 3] = [&["Name", "E-mail"], &["Aaa", "a@made-up.example"], &["Bbb", "b@made-up.example"]];
    assert_eq!(judge(&contacts), None, "a block of contacts under a table");
}

#[test]
fn hidden_sheets_count_and_no_text_beside_a_heading_is_repeated() {
    let mut hidden =
        sheet(&[&["Passport number of Zzz Yyy", "Surname"], &["X1234567", "Aaa"], &["X7654321", "Bbb"], &["X1122334", "Ccc"]], &[]);
    hidden.visibility = Visibility::VeryHidden;
    hidden.name = "Zzz Yyy".into();
    let mut both = workbook(sheet(&[&["Country", "2020"], &["Uganda", "1"]], &[]));
    both.sheets.push(hidden);
    let refusal = refuse_persons(&both, standard()).unwrap_err();
    assert_eq!((refusal.lists[0].sheet, refusal.lists[0].hidden), (2, true));
    let told = format!("{refusal} {:?}", refusal.finding());
    assert!(told.contains("`passport number`, `Surname`"), "{told}");
    for value in ["Zzz", "Aaa", "X1234567"] {
        assert!(!told.contains(value), "{told}");
    }
}
