//! Find with nothing typed: a list of all families.

use std::fs;

use ficha_tests::{
    app::{App, AppOptions, files_under},
    keys,
    process::until,
};
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, NUNEZ, Scene};

/// The row that has the focus, by its number from 1, and its family.
fn at_row(scene: &Scene) -> (u64, String) {
    let at = scene.app.js(
        "const at = document.activeElement;
         const row = at.closest('li');
         return [Number(row?.getAttribute('aria-posinset') ?? 0), at.dataset.hit ?? ''];",
        &json!([]),
    );
    (
        at[0].as_u64().unwrap_or_default(),
        at[1].as_str().unwrap_or_default().to_owned(),
    )
}

fn wait_at_row(scene: &Scene, number: u64) {
    scene.app.wait_with(
        &format!("row {number} at hand"),
        "return document.activeElement.closest('.family-rows li')?.getAttribute('aria-posinset')
           === String(given[0]) && document.activeElement.getBoundingClientRect().top >= 0
           && document.activeElement.getBoundingClientRect().bottom <= window.innerHeight",
        &json!([number]),
    );
}

fn filter(scene: &Scene, name: &str) -> String {
    scene.app.click(&format!("[data-filter={name}]"));
    scene
        .app
        .see(&format!("[data-filter={name}][aria-pressed=true]"));
    scene.app.text(&format!("[data-filter={name}] .chip-count"))
}

fn names_listed(scene: &Scene) -> Vec<Value> {
    let names = scene.app.js(
        "return Array.from(document.querySelectorAll('.family-rows .hit-name'), (one) => one.textContent)",
        &json!([]),
    );
    names.as_array().cloned().unwrap_or_default()
}

#[test]
fn who_practices_for_the_first_time_sees_all_families() {
    let app = App::start(&AppOptions::default());
    app.click("[data-action=practice]");
    app.screen("find");
    app.says("[data-filter=all]", "300");
    app.says("[data-families]", "Lista leída");
    app.see(".family-rows [data-hit]");
}

#[test]
fn the_list_is_narrowed_down_by_what_families_lack() {
    let scene = Scene::connected();
    let families = scene.server.practice().families();
    let count = |is: fn(&Value) -> bool| {
        let active = families.iter().filter(|one| one["archivedAt"].is_null());
        active.filter(|one| is(one)).count().to_string()
    };
    assert_eq!(
        filter(&scene, "noPhone"),
        count(|one| one["phoneNumber"].is_null())
    );
    scene.app.wait(
        "rows without a phone",
        "const rows = Array.from(document.querySelectorAll('.family-rows .hit-phone'));
         return rows.length > 0 && rows.every((row) => row.textContent === 'sin teléfono')",
    );
    assert_eq!(
        filter(&scene, "noEmail"),
        count(|one| one["email"].is_null())
    );
    assert_eq!(
        filter(&scene, "emailUnverified"),
        count(|one| !one["email"].is_null() && one["emailVerified"] == false)
    );
    assert_eq!(
        filter(&scene, "optedOut"),
        count(|one| !one["optedOutWhatsappAt"].is_null())
    );
    let archived = families.iter().filter(|one| !one["archivedAt"].is_null());
    assert_eq!(filter(&scene, "archived"), archived.count().to_string());
    assert_eq!(filter(&scene, "all"), families.len().to_string());
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.to_find();
    assert_eq!(filter(&scene, "withDraft"), "1");
    scene.app.wait(
        "the family with a draft alone",
        "return document.querySelectorAll('.family-rows [data-hit]').length === 1",
    );
    assert_eq!(
        scene.app.count(&format!(".family-rows [data-hit={NUNEZ}]")),
        1
    );
}

#[test]
fn the_keyboard_leads_through_everything_that_is_listed() {
    let scene = Scene::connected();
    for id in [HERNANDEZ, NUNEZ] {
        scene.open(id);
    }
    scene.to_find();
    scene.wait_for_roster();
    scene.app.press(keys::DOWN);
    assert_eq!(at_row(&scene).1, NUNEZ, "the family opened last");
    scene.app.press(keys::DOWN);
    assert_eq!(at_row(&scene).1, HERNANDEZ);
    scene.app.press(keys::DOWN);
    wait_at_row(&scene, 1);
    scene.app.press(keys::UP);
    assert_eq!(at_row(&scene).1, HERNANDEZ, "and back");
    scene.app.press(keys::DOWN);
    wait_at_row(&scene, 1);
    scene.app.press(keys::END);
    let last = scene.server.practice().families().len() as u64;
    wait_at_row(&scene, last);
    scene.app.press(keys::DOWN);
    wait_at_row(&scene, last);
    scene.app.press(keys::PAGE_UP);
    let page = last - at_row(&scene).0;
    assert!((5..40).contains(&page), "{page}");
    scene.app.press(keys::PAGE_UP);
    wait_at_row(&scene, last - 2 * page);
    scene.app.press(keys::PAGE_DOWN);
    wait_at_row(&scene, last - page);
    scene.app.press(keys::HOME);
    wait_at_row(&scene, 1);
    let (_, first) = at_row(&scene);
    scene.app.press(keys::ENTER);
    scene.app.screen("edit");
    assert_eq!(scene.app.count(&format!("main[data-id={first}]")), 1);
}

#[test]
fn one_tab_stop_leads_into_the_list_wherever_it_is_scrolled() {
    let scene = Scene::connected();
    for top in [0, 4_000, 9_000] {
        scene.app.js(
            "document.querySelector('.outlet').scrollTop = arguments[0]",
            &json!([top]),
        );
        scene.app.wait(
            "one row in the tab order, near what is visible",
            "const rows = document.querySelectorAll('.family-rows a[tabindex=\\'0\\']');
             return rows.length === 1 && document.querySelector('.family-rows .hit-missing') === null",
        );
    }
}

#[test]
fn only_what_is_visible_of_twenty_thousand_families_is_in_the_page() {
    let scene = Scene::first_start(
        Options {
            families: 20_000,
            ..Options::default()
        },
        &AppOptions::default(),
    );
    scene.fill_connection(&scene.server.practice().url(), super::scene::KEY);
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
    for _ in 0..6 {
        // In pages of a hundred, each of which the practice server looks for among all.
        let read = scene.app.js(
            "return document.querySelector('[data-families]')?.dataset.roster === 'whole'",
            &json!([]),
        );
        if read == true {
            break;
        }
        scene.app.js("window.end = Date.now() + 25_000", &json!([]));
        scene.app.wait(
            "more of the list",
            "return document.querySelector('[data-families]')?.dataset.roster === 'whole' || Date.now() > window.end",
        );
    }
    let total = scene.server.practice().families().len() as u64;
    assert!(total >= 20_000);
    scene.app.press(keys::DOWN);
    wait_at_row(&scene, 1);
    let rows = || scene.app.count(".family-rows > li");
    assert!(rows() < 100, "{} rows", rows());
    scene.app.press(keys::END);
    wait_at_row(&scene, total);
    assert!(rows() < 100, "{} rows", rows());
    let size = scene.app.js(
        "return document.activeElement.closest('li').getAttribute('aria-setsize')",
        &json!([]),
    );
    assert_eq!(size, total.to_string());
    scene.app.press(keys::PAGE_UP);
    assert!(at_row(&scene).0 < total);
    scene.app.js(
        "document.querySelector('.outlet').scrollTop = document.querySelector('.outlet').scrollHeight / 2",
        &json!([]),
    );
    scene.app.wait(
        "the middle of the list",
        "const rows = Array.from(document.querySelectorAll('.family-rows > li'));
         const seen = rows.filter((row) => row.getBoundingClientRect().bottom > 0
           && row.getBoundingClientRect().top < window.innerHeight);
         return seen.length > 5 && seen.every((row) => row.querySelector('[data-hit]') !== null)
           && Math.abs(Number(seen[0].getAttribute('aria-posinset')) - 10_000) < 200",
    );
    assert!(rows() < 100, "{} rows", rows());
    // A word that thousands of them have.
    scene.app.type_into("search", "familia");
    scene.app.says("#search-said", "Las primeras 25 de");
}

#[test]
fn the_focus_stays_at_its_family_when_the_list_is_read_anew() {
    let scene = Scene::connected();
    scene.app.press(keys::DOWN);
    wait_at_row(&scene, 1);
    for row in 2..6 {
        scene.app.press(keys::DOWN);
        wait_at_row(&scene, row);
    }
    let (row, family) = at_row(&scene);
    scene.server.change(NUNEZ, "name", json!("0 Familia Núñez"));
    let at = scene.app.here(&json!({}));
    scene.app.js(
        "window.__TAURI_INTERNALS__.invoke('read_families', arguments[0])",
        &json!([at]),
    );
    scene.app.wait_with(
        "the family one row further down",
        "const at = document.activeElement;
         return at.dataset.hit === given[0]
           && at.closest('li').getAttribute('aria-posinset') === String(given[1])",
        &json!([family, row + 1]),
    );
}

#[test]
fn where_the_list_cannot_be_had_the_page_says_so_and_the_server_is_searched() {
    let scene = Scene::connected();
    scene.without_roster();
    scene
        .app
        .says("[data-families]", "cada búsqueda se hace en Quentli");
    assert_eq!(scene.app.count(".family-rows [data-hit]"), 0);
    scene.app.type_into("search", "Núñez Pérez");
    scene.app.see(&format!("[data-hit={NUNEZ}]"));
    scene.app.type_into("search", "");
    scene.read_families();
    scene.app.says("[data-families]", "Lista leída");
    assert!(!names_listed(&scene).is_empty());
}

#[test]
fn what_is_updated_here_is_in_the_list_at_once() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, "0 Familia Núñez");
    assert_eq!(scene.update(), "applied");
    scene.to_find();
    scene.app.wait(
        "its new name, first",
        "return document.querySelector('.family-rows .hit-name')?.textContent === '0 Familia Núñez'",
    );
}

/// The list is kept in memory only: no file has a name that was on no other screen.
#[test]
fn no_file_has_a_family_that_was_only_in_the_list() {
    let mut scene = Scene::connected();
    let name = "Zutano Xochipiltecatl";
    scene.server.change(HERNANDEZ, "name", json!(name));
    scene
        .server
        .change(HERNANDEZ, "username", json!("xochipil77"));
    scene.read_families();
    scene.app.type_into("search", "xochipilt");
    scene.app.see(&format!("[data-hit={HERNANDEZ}]"));
    scene.app.type_into("search", "");
    scene.wait_for_roster();
    let has_name = |scene: &Scene| {
        files_under(scene.app.files()).into_iter().find(|file| {
            let bytes = fs::read(file).unwrap_or_default();
            let utf16: Vec<u8> = "Xochipil"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect();
            [b"ochipil".as_slice(), &utf16]
                .iter()
                .any(|part| bytes.windows(part.len()).any(|window| window == *part))
        })
    };
    assert_eq!(has_name(&scene), None);
    scene.app.restart();
    scene.wait_for_roster();
    assert_eq!(has_name(&scene), None);
}

#[test]
fn another_school_has_none_of_these_families() {
    let scene = Scene::connected();
    scene
        .server
        .change(NUNEZ, "name", json!("0 Xochipiltecatl"));
    scene.read_families();
    scene.app.says(".family-rows", "0 Xochipiltecatl");
    // The next reading has just begun, and its answer is late.
    scene.server.practice().hold_answers_to(Target::Reads);
    scene.app.click("[data-action=read-families]");
    scene.app.see("[data-roster=reading]");
    scene.app.click("[data-action=practice-now]");
    scene.app.says("[data-environment]", "PRÁCTICA");
    scene.app.screen("find");
    scene.server.practice().release_answers();
    scene.wait_for_roster();
    assert!(!scene.app.text(".family-rows").contains("Xochipiltecatl"));
    scene.app.type_into("search", "xochipilt");
    scene.app.see(".results .empty");
}

#[test]
fn what_is_read_is_shown_while_the_systems_dialog_for_files_is_open() {
    let scene = Scene::connected();
    scene.app.click("[data-action=export-families]");
    until("the system's dialog", || {
        (scene.app.titles().len() > 1).then_some(())
    });
    scene
        .server
        .change(NUNEZ, "name", json!("0 Xochipiltecatl"));
    scene.read_families();
    scene.app.says(".family-rows", "0 Xochipiltecatl");
}

/// Rows that come while a family is clicked move no row from under the pointer.
#[test]
fn pages_that_arrive_keep_the_rows_that_show_the_same() {
    let scene = Scene::connected();
    scene.app.js(
        "window.row = document.querySelector('.family-rows li')",
        &json!([]),
    );
    scene
        .server
        .play(Fault::Slow(std::time::Duration::from_millis(50)).on(Target::Reads));
    scene.read_families();
    scene.server.play(None);
    let same = scene.app.js(
        "return window.row.isConnected && window.row === document.querySelector('.family-rows li')",
        &json!([]),
    );
    assert_eq!(same, true);
}
