//! The native menu: the page's actions, where users expect them.

mod layout;
mod words;

use tauri::{
    AppHandle, Manager, Runtime, Wry,
    menu::{
        AboutMetadataBuilder, HELP_SUBMENU_ID, Menu, MenuItem, MenuItemKind, PredefinedMenuItem,
        Submenu, WINDOW_SUBMENU_ID,
    },
};

use self::{
    layout::{Desktop, Editing, Group, Item, Mac, QUIT_KEYS, Role},
    words::Words,
};
use crate::{app::App, window, wire::MenuAction};

const QUIT: &str = "quit";

/// The toolkit's id of a menu entry, which it reports when the entry is chosen.
fn id(action: MenuAction) -> &'static str {
    match action {
        MenuAction::Find => "find",
        MenuAction::Review => "review",
        MenuAction::Back => "back",
        MenuAction::Settings => "settings",
        MenuAction::Connect => "connect",
        MenuAction::Help => "help",
        MenuAction::Print => "print",
        MenuAction::LargerText => "larger-text",
        MenuAction::SmallerText => "smaller-text",
        MenuAction::NormalText => "normal-text",
    }
}

/// # Errors
/// If the system's toolkit refuses a menu.
pub fn build(app: &AppHandle, language: &str) -> tauri::Result<Menu<Wry>> {
    let words = Words::of(language);
    let menu = Menu::new(app)?;
    for group in layout::menu(Desktop::HERE) {
        let submenu = submenu(app, &group, &words)?;
        for item in group.items {
            match item {
                Item::Act(action, caption, keys) => {
                    let item = MenuItem::with_id(app, id(action), caption(&words), true, keys)?;
                    submenu.append(&item)?;
                }
                Item::Editing(editing, _) if Desktop::HERE == Desktop::Linux => {
                    let caption = caption_here(item, &words);
                    let item =
                        MenuItem::with_id(app, editing.command(), caption, true, None::<&str>)?;
                    submenu.append(&item)?;
                }
                Item::Editing(editing, caption) => {
                    submenu.append(&predefined(app, editing, caption(&words))?)?;
                }
                Item::Mac(what, caption) => {
                    submenu.append(&of_the_mac(app, what, caption(&words))?)?;
                }
                Item::Quit(caption) => {
                    let keys = Some(QUIT_KEYS);
                    let item = MenuItem::with_id(app, QUIT, caption(&words), true, keys)?;
                    submenu.append(&item)?;
                }
                Item::Separator => submenu.append(&PredefinedMenuItem::separator(app)?)?,
            }
        }
        menu.append(&submenu)?;
    }
    Ok(menu)
}

fn submenu(app: &AppHandle, group: &Group, words: &Words) -> tauri::Result<Submenu<Wry>> {
    let caption = (group.caption)(words);
    match group.role {
        // By these ids macOS finds the menus that it adds to.
        Role::Window => Submenu::with_id(app, WINDOW_SUBMENU_ID, caption, true),
        Role::Help => Submenu::with_id(app, HELP_SUBMENU_ID, caption, true),
        Role::Plain => Submenu::new(app, caption, true),
    }
}

fn predefined(
    app: &AppHandle,
    editing: Editing,
    caption: &str,
) -> tauri::Result<PredefinedMenuItem<Wry>> {
    let make = match editing {
        Editing::Undo => PredefinedMenuItem::undo,
        Editing::Redo => PredefinedMenuItem::redo,
        Editing::Cut => PredefinedMenuItem::cut,
        Editing::Copy => PredefinedMenuItem::copy,
        Editing::Paste => PredefinedMenuItem::paste,
        Editing::SelectAll => PredefinedMenuItem::select_all,
    };
    make(app, Some(caption))
}

fn of_the_mac(app: &AppHandle, what: Mac, caption: &str) -> tauri::Result<PredefinedMenuItem<Wry>> {
    let make = match what {
        Mac::About => {
            let about = AboutMetadataBuilder::new()
                .name(Some("Ficha"))
                .version(Some(env!("CARGO_PKG_VERSION")))
                .copyright(app.config().bundle.copyright.clone())
                .build();
            return PredefinedMenuItem::about(app, Some(caption), Some(about));
        }
        Mac::Services => PredefinedMenuItem::services,
        Mac::Hide => PredefinedMenuItem::hide,
        Mac::HideOthers => PredefinedMenuItem::hide_others,
        Mac::ShowAll => PredefinedMenuItem::show_all,
        Mac::FullScreen => PredefinedMenuItem::fullscreen,
        Mac::Minimize => PredefinedMenuItem::minimize,
        // Named so there.
        Mac::Zoom => PredefinedMenuItem::maximize,
    };
    make(app, Some(caption))
}

/// With the keys, where the toolkit cannot show keys that it does not take for itself.
fn caption_here(item: Item, words: &Words) -> String {
    match item {
        Item::Editing(editing, caption) if Desktop::HERE == Desktop::Linux => {
            format!("{} ({})", caption(words), editing.keys())
        }
        Item::Act(_, caption, _)
        | Item::Editing(_, caption)
        | Item::Mac(_, caption)
        | Item::Quit(caption) => caption(words).to_owned(),
        Item::Separator => String::new(),
    }
}

/// Translates a menu in place: on GTK, a replacement menu would have no shortcuts.
///
/// # Errors
/// If the system's toolkit refuses a caption.
pub fn translate<R: Runtime>(menu: &Menu<R>, language: &str) -> tauri::Result<()> {
    let words = Words::of(language);
    for (submenu, group) in menu.items()?.iter().zip(layout::menu(Desktop::HERE)) {
        let Some(submenu) = submenu.as_submenu() else {
            continue;
        };
        submenu.set_text((group.caption)(&words))?;
        for (shown, item) in submenu.items()?.iter().zip(group.items) {
            match (shown, item) {
                (_, Item::Separator) => {}
                (MenuItemKind::MenuItem(shown), _) => {
                    shown.set_text(caption_here(item, &words))?;
                }
                (MenuItemKind::Predefined(shown), _) => {
                    shown.set_text(caption_here(item, &words))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Passes a chosen menu entry to the page; Quit closes the window, which asks first.
pub fn chosen(app: &AppHandle, chosen: &str) {
    if chosen == QUIT {
        window::ask_to_close(app);
        return;
    }
    #[cfg(target_os = "linux")]
    if let Some(editing) = Editing::ALL.into_iter().find(|one| one.command() == chosen) {
        window::edit(app, editing.command());
        return;
    }
    let mut actions = MenuAction::ALL.into_iter();
    if let Some(action) = actions.find(|action| id(*action) == chosen) {
        app.state::<App>()
            .page
            .send(crate::wire::AppEvent::Menu { action });
    }
}
