macro_rules! commands {
    ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
        &[$(stringify!($name)),*]
    };
}

/// Naming the app's commands makes each of them denied unless a capability lists it; without this
/// every page the window ever shows could call all of them.
const COMMANDS: &[&str] = include!("src/commands/table.rs");

#[path = "src/newer/repository.rs"]
mod repository;

fn main() {
    println!("cargo:rerun-if-env-changed=FICHA_REPOSITORY");
    let given = std::env::var_os("FICHA_REPOSITORY");
    // A character that is replaced is none of those allowed.
    let given = given.as_ref().map(|value| value.to_string_lossy());
    if let Err(refusal) = repository::parse(given.as_deref()) {
        panic!("{refusal}");
    }
    println!("cargo:rerun-if-changed=src/commands/table.rs");
    println!("cargo:rerun-if-changed=../ui");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}
