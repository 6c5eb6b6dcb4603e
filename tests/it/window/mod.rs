//! The real window against the practice server, and its page in the engine of Windows' web view.

/// Makes two tests of each of these functions, which take the engine.
macro_rules! on_both_engines {
    ($($test:ident),* $(,)?) => {
        $(mod $test {
            use ficha_tests::engine::Engine;

            #[test]
            fn webkit() {
                super::$test(Engine::WebKit);
            }

            #[test]
            fn chromium() {
                super::$test(Engine::Chromium);
            }
        })*
    };
}

mod archived;
mod attention;
mod axe;
mod bad_input;
mod blocked;
mod card;
mod closing;
mod comparing;
mod conflict;
mod connect;
mod copying;
mod desktop;
mod double_click;
mod draft_list;
mod drafts;
mod dying;
mod environments;
mod faithful;
mod families;
mod faults;
mod fields;
mod find;
mod found_out;
mod full_disk;
mod help;
mod hostile_text;
mod in_sight;
mod job;
mod keyboard;
mod keys_inside;
mod late;
mod layout;
mod mending;
mod menu;
mod navigation;
mod newer;
mod odd_text;
mod presses;
mod printing;
mod redrawn;
mod reloading;
mod result_stays;
mod round_trip;
mod run;
mod said;
mod scene;
mod screens;
mod session;
mod settings;
mod sheet;
mod start;
mod support;
mod surroundings;
mod switching;
mod text_size;
mod twice;
mod typing;
mod undo;
mod unknown;
mod walk;
mod way;
mod write_only;
