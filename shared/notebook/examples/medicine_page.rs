//! Reads and writes pages of the medicine list, so that callgrind can count what an entry costs:
//! `valgrind --tool=callgrind medicine_page 400`. The difference of two runs is the page's own work.
#![allow(clippy::print_stdout, reason = "it prints its result")]

use chrono::Days;
use notebook::medication::alert::{allergy_match, duplicate_ingredient};
use notebook::medication::dispensing::Dispensing;
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Part, read};
use uuid::Uuid;

/// A sheet as pharmacies print it: two groups, three medicines with codes and generic names.
const SHEET: &str = "JAHISTC08,1\r\n1,荒尾　花子,2,S260314\r\n5,20261120,1\r\n\
    11,有明調剤薬局　荒尾店,43,4,0412345,864-0002,熊本県荒尾市万田４５６,0968-00-0002,1\r\n\
    51,荒尾内科クリニック,43,1,0112345,1\r\n55,髙﨑　誠,内科,1\r\n\
    201,1,アムロジピンＯＤ錠５ｍｇ「サワイ」,1,錠,4,2171022F4137,1,アムロジピンベシル酸塩口腔内崩壊錠,2,2171022F4ZZZ\r\n\
    201,1,ロスバスタチン錠２．５ｍｇ「ＤＳＥＰ」,1,錠,4,2189017F1120,1,ロスバスタチンカルシウム錠,2,2189017F1ZZZ\r\n\
    301,1,１日１回朝食後,28,日分,1,1,,1\r\n\
    201,2,ロキソプロフェンＮａ錠６０ｍｇ「サワイ」,1,錠,4,1149019F1625,1,ロキソプロフェンナトリウム水和物錠,2,1149019F1ZZZ\r\n\
    301,2,疼痛時,10,回分,3,1,,1\r\n";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let entries: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(400);
    let what = arguments.next().unwrap_or_default();
    let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(SHEET);
    let Ok(reading) = read(&[Part::bytes(bytes.as_ref())]) else { return };
    let Some(dispensing) = from_jahis(&reading.notebook, || Uuid::from_u128(1)).dispensings.pop() else { return };
    let Ok(stored) = serde_json::to_string(&dispensing) else { return };
    let page: Vec<Dispensing> = (0..entries).filter_map(|_| serde_json::from_str(&stored).ok()).collect();
    if what == "alerts" {
        let new = [Dispensing { id: Uuid::from_u128(2), ..dispensing }];
        let texts = ["ペニシリン系で発疹", "アスピリン喘息", "そば、ピーナッツ"];
        let alerts = duplicate_ingredient(&new, &page).len() + allergy_match(&new, &texts).len();
        println!("{entries} known dispensings: {alerts} alerts");
    } else if what == "texts" {
        // So many different medicines and a profile that is full.
        let mut drugs = page;
        for (place, dispensing) in drugs.iter_mut().enumerate() {
            for drug in dispensing.groups.iter_mut().flat_map(|group| &mut group.drugs) {
                drug.name = format!("{place}{}", drug.name);
            }
        }
        let texts: Vec<String> = (0..100).map(|place| format!("薬剤{place}で発疹、ペニシリン系でかゆみ")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        println!("{entries} different dispensings and 100 texts: {} alerts", allergy_match(&drugs, &texts).len());
    } else if what == "read" {
        // A dispensing every four weeks, as a reader of the whole page is told of what stands in it.
        let newest = dispensing.dispensed_on;
        let page = page.into_iter().zip(0_u32..);
        let page: Vec<Dispensing> = page
            .map(|(dispensing, place)| Dispensing {
                id: Uuid::from_u128(u128::from(place)),
                dispensed_on: newest.checked_sub_days(Days::new(u64::from(place) * 28)).unwrap_or(newest),
                ..dispensing
            })
            .collect();
        let texts = ["ペニシリン系で発疹", "アスピリン喘息", "そば、ピーナッツ"];
        let alerts = duplicate_ingredient(&page, &[]).len() + allergy_match(&page, &texts).len();
        println!("{entries} dispensings of a page among one another: {alerts} alerts");
    } else {
        let answer = serde_json::to_vec(&page).unwrap_or_default();
        println!("{entries} entries of {} bytes: an answer of {} bytes", stored.len(), answer.len());
    }
}
