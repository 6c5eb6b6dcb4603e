//! A family, or a result, on one clean page.

use ficha_tests::{app::App, display::keysyms, keys, process::until};
use practice::Options;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Shows on the screen what is printed: WebKit's driver cannot print.
fn as_printed(app: &App) {
    app.js(
        "dispatchEvent(new Event('beforeprint'));
         document.querySelector('link[media=print]').media = 'all';
         for (const sheet of document.styleSheets)
           for (const rule of sheet.cssRules)
             if (rule instanceof CSSMediaRule && rule.media.mediaText === 'print') rule.media.mediaText = 'all';",
        &json!([]),
    );
    app.see(".print-head");
    app.wait_until_still();
}

/// What can be seen and does not belong on paper, or is not black on white.
const UNCLEAN: &str = "
    const problems = [];
    for (const at of document.querySelectorAll('nav, header.band, .action-bar, button, dialog, .banners, .hint, a.button'))
      if (at.getClientRects().length > 0) problems.push(`${at.tagName}.${at.className} is printed`);
    const opaque = (colour) => !/rgba\\(.*, 0\\)|transparent/.test(colour);
    for (const at of document.querySelectorAll('body, .outlet, main, main *:not(svg, svg *)')) {
      if (at.getClientRects().length === 0) continue;
      const style = getComputedStyle(at);
      if (opaque(style.backgroundColor) && style.backgroundColor !== 'rgb(255, 255, 255)' && at.type === undefined)
        problems.push(`${at.tagName}.${at.className} is on ${style.backgroundColor}`);
      const [red, green, blue] = style.color.match(/[0-9.]+/g).map(Number);
      if (at.innerText?.trim() && Math.max(red, green, blue) > 70) problems.push(`${at.tagName}.${at.className} is ${style.color}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) problems.push('cut at the side');
    return problems.slice(0, 8)";

#[track_caller]
fn is_clean(app: &App) {
    assert_eq!(app.js(UNCLEAN, &json!([])), json!([]), "{}", app.shown());
}

#[test]
fn a_family_is_printed_with_its_values_black_on_white_in_the_dark_theme_too() {
    for theme in ["light", "dark"] {
        let scene = Scene::connected();
        scene.app.choose_theme(theme);
        scene.open(NUNEZ);
        as_printed(&scene.app);
        is_clean(&scene.app);
        let shown = scene.app.text("body");
        for wanted in [
            "Familia Núñez Pérez",
            "Otro servidor",
            "Colegio Las Jacarandas",
            "Impreso:",
            NUNEZ,
        ] {
            assert!(shown.contains(wanted), "no {wanted}: {shown}");
        }
        for field in ["name", "email", "phoneNumber", "username"] {
            scene.app.see(&format!("[name={field}]"));
        }
        // The page is as long as what is on it, and does not scroll in a part of the window.
        let whole = "const outlet = document.querySelector('.outlet');
             return outlet.scrollHeight <= outlet.clientHeight";
        assert_eq!(scene.app.js(whole, &json!([])), true);
    }
}

#[test]
fn a_result_is_printed_with_what_was_sent_and_what_quentli_holds() {
    let scene = Scene::connected_to(Options {
        require_code: false,
        ..Options::default()
    });
    scene.app.choose_theme("dark");
    scene.rename(NUNEZ, "Familia Otra");
    assert_eq!(scene.update(), "applied");
    as_printed(&scene.app);
    is_clean(&scene.app);
    let shown = scene.app.text("body");
    for wanted in ["Familia Otra", "Guardado", "Otro servidor", "Impreso:"] {
        assert!(shown.contains(wanted), "no {wanted}: {shown}");
    }
}

#[test]
fn the_print_dialog_opens_from_the_keyboard_and_from_the_menu() {
    for by_menu in [false, true] {
        let scene = Scene::connected();
        scene.open(NUNEZ);
        if by_menu {
            let only_menu = "window.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true)";
            scene.app.js(only_menu, &json!([]));
            scene.app.strike(&[keysyms::CONTROL, keysyms::P]);
        } else {
            scene.app.press(&format!("{}p", keys::CONTROL));
        }
        until("a print dialog", || {
            let titles = scene.app.titles();
            titles
                .iter()
                .any(|title| title == "Print" || title == "Imprimir")
                .then_some(())
        });
    }
}
