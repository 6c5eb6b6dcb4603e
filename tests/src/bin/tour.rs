//! Drives the app through the main job and through what can go wrong, and saves a screenshot of each screen, in both
//! languages, both themes and two sizes, in a folder for each engine: `tour FOLDER`.

#[cfg(target_os = "linux")]
fn main() {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("Say where the pictures go: tour FOLDER");
        std::process::exit(2);
    };
    let folder = std::path::PathBuf::from(folder);
    for engine in ficha_tests::engine::Engine::BOTH {
        let folder = folder.join(engine.to_string());
        std::fs::create_dir_all(&folder).expect("the folder for the pictures can be made");
        for (language, locale) in [("es", "es_MX.UTF-8"), ("en", "en_US.UTF-8")] {
            for size in [(1024, 700), (1440, 900)] {
                tour::take(&folder, engine, language, locale, size);
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The tour drives WebKitGTK's window, so it needs Linux.");
    std::process::exit(1);
}

#[cfg(target_os = "linux")]
mod tour {
    use std::path::Path;

    use ficha_tests::{
        app::{App, AppOptions},
        engine::Engine,
        session::Situation,
    };
    use practice::{Fault, Options, Practice, Target};
    use serde_json::json;
    use tokio::runtime::Builder;

    /// A family that practice mode always has.
    const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";

    /// What is changed in each theme: two rounds in one window need two different changes.
    const CHANGES: [(&str, &str, &str); 2] = [
        ("light", "Familia Núñez Peralta", "+525512340000"),
        ("dark", "Familia Núñez Peralta y Díaz", "+525512340001"),
    ];

    struct Pictures<'a> {
        app: &'a App,
        folder: &'a Path,
        style: String,
    }

    impl Pictures<'_> {
        fn take(&self, name: &str) {
            self.app.wait_until_still();
            let file = format!("{name}-{}.png", self.style);
            self.app.screenshot(&self.folder.join(&file));
            println!("{} {file}", self.app.engine());
        }
    }

    pub(super) fn take(
        folder: &Path,
        engine: Engine,
        language: &str,
        locale: &'static str,
        size: (u32, u32),
    ) {
        let options = AppOptions {
            language: locale,
            screen: size,
            ..engine.into()
        };
        let colleague = Colleague::start();
        for (theme, name, phone) in CHANGES {
            // A new desk: a school that is saved cannot be saved again.
            let app = App::start(&options);
            app.choose_theme(theme);
            let pictures = Pictures {
                app: &app,
                folder,
                style: format!("{language}-{theme}-{}", size.0),
            };
            main_job(&pictures, name, phone);
            whole_sheet(&pictures);
            troubles(&pictures, &colleague);
        }
        let app = App::start(&AppOptions {
            keychain: Situation::Locked,
            ..options
        });
        for (theme, ..) in CHANGES {
            app.choose_theme(theme);
            app.go("#/keychain");
            app.screen("keychain");
            let style = format!("{language}-{theme}-{}", size.0);
            Pictures {
                app: &app,
                folder,
                style,
            }
            .take("12-keychain");
        }
    }

    /// A school's server that someone else works on too.
    struct Colleague(Practice);

    impl Colleague {
        fn start() -> Self {
            let runtime = Builder::new_current_thread().enable_all().build();
            let started = runtime
                .expect("a runtime")
                .block_on(Practice::start(Options::default()));
            Self(started.expect("a free port"))
        }

        fn renames(&self, name: &str) {
            self.0.edit(NUNEZ, |family| {
                drop(family.insert("name".to_owned(), json!(name)));
            });
        }
    }

    fn troubles(pictures: &Pictures<'_>, colleague: &Colleague) {
        let app = pictures.app;
        app.go("#/connect");
        app.screen("connect");
        app.type_into("connectionName", "Colegio Las Jacarandas");
        app.unfold("[name=environment][value=other]");
        app.click("[name=environment][value=other]");
        app.unfold("[name=server]");
        app.type_into("server", &colleague.0.url());
        app.paste_into("key", "sk_practice_tour");
        app.click("[data-action=probe]");
        app.see("[data-probe=ok]");
        pictures.take("09-connected");
        app.click("[data-action=save]");
        app.screen("find");

        open(app);
        app.type_into("name", "Familia Núñez");
        app.click("[data-action=review]");
        app.screen("review");
        colleague.renames("Familia Núñez Olvera");
        app.click("[data-action=update]");
        app.see("[data-outcome=conflict]");
        pictures.take("10-conflict");
        app.command("discard", &json!({ "id": NUNEZ }))
            .expect("a draft can be discarded");
        colleague.renames("Familia Núñez Pérez");
        app.go("#/find");
        app.see("dialog[open]");
        app.armed("dialog[open] [data-action=answer-drop]");
        pictures.take("13-leaving");
        app.click("dialog[open] [data-action=answer-drop]");
        app.screen("find");

        open(app);
        app.type_into("assigneeId", &pictures.style);
        app.click("[data-action=review]");
        app.screen("review");
        colleague
            .0
            .set_fault(Fault::DropMidBodyAfterApplying.on(Target::Writes));
        app.click("[data-action=update]");
        app.see("[data-outcome=unknown]");
        pictures.take("11-unknown");
        app.go("#/find");
        app.screen("find");
        app.see("[data-pending-state=unknown]");
        pictures.take("14-not-confirmed");
        colleague.0.set_fault(None::<practice::Rule>);
    }

    fn open(app: &App) {
        app.go(&format!("#/customer/{NUNEZ}"));
        app.screen("edit");
    }

    /// A sheet from its cells to the outcome of its run.
    fn whole_sheet(pictures: &Pictures<'_>) {
        let app = pictures.app;
        app.go("#/bulk");
        app.screen("bulk");
        pictures.take("16-bulk");
        let rows = [
            ["Usuario", "Nombre", "Segundo teléfono", "Nivel"],
            ["0000128765", "Familia Núñez", "8112345678", "Primaria"],
            ["12873", "", "55 1234 5678 / 55 8765 4321", "Secundaria"],
            ["juan_perez_01", "", "S/N", "Primaria"],
            ["nadie", "Familia Perez", "", "Primaria"],
        ];
        let text = rows.map(|row| row.join("\t")).join("\n");
        app.command("paste_sheet", &json!({ "text": text }))
            .expect("a table can be pasted");
        app.go("#/bulk/sheet");
        app.screen("sheet");
        pictures.take("17-sheet");
        app.click("[data-action=next]");
        app.screen("columns");
        app.set("use-3", "pair:metadata");
        pictures.take("18-columns");
        app.click("[data-action=check]");
        app.screen("check");
        app.click("[data-group=phoneTwo]");
        app.see("[name^=mend]");
        pictures.take("19-check");
        app.click("[data-action=review]");
        app.screen("changes");
        app.see(".rows-body .row-change");
        app.armed("[data-action=run]");
        pictures.take("20-changes");
        app.click("[data-action=run]");
        app.screen("run");
        app.see("[data-run-head][data-state=done]");
        app.see(".rows-body .row-change");
        pictures.take("21-run");
    }

    fn main_job(pictures: &Pictures<'_>, name: &str, phone: &str) {
        let app = pictures.app;
        app.go("#/start");
        app.screen("start");
        pictures.take("01-start");
        app.go("#/connect");
        app.screen("connect");
        pictures.take("02-connect");
        app.go("#/start");
        app.screen("start");
        app.click("[data-action=practice]");
        app.screen("find");
        app.type_into("search", "núñez");
        app.see("[data-hit]");
        pictures.take("03-find");

        app.go(&format!("#/customer/{NUNEZ}"));
        app.screen("edit");
        app.type_into("name", name);
        app.type_into("phoneNumber", phone);
        app.see("[data-field=phoneNumber][data-changed=true]");
        app.js("document.querySelector('[name=name]').focus()", &json!([]));
        pictures.take("04-edit");
        app.click("[data-action=review]");
        app.screen("review");
        app.armed("[data-action=update]");
        pictures.take("05-review");

        app.click("[data-action=update]");
        app.see("[data-outcome=refused]");
        let session = app
            .command("session", &json!({}))
            .expect("the session answers");
        let code = session["practice"]["code"]
            .as_str()
            .expect("practice mode has a code");
        app.type_into("otp", code);
        pictures.take("06-code");
        app.click("[data-action=update]");
        app.see("[data-outcome=applied]");
        pictures.take("07-result");
        app.go("#/settings");
        app.screen("settings");
        pictures.take("08-settings");
        app.go("#/help/review");
        app.screen("help");
        pictures.take("15-help");
    }
}
