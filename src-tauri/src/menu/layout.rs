//! The menu of each system, as data.

use super::words::Words;
use crate::wire::MenuAction;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desktop {
    Linux,
    Windows,
    Mac,
}

impl Desktop {
    pub const HERE: Self = if cfg!(target_os = "macos") {
        Self::Mac
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Linux
    };
}

pub type Caption = fn(&Words) -> &'static str;

/// What is done to the text that has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editing {
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    SelectAll,
}

/// What macOS does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mac {
    About,
    Services,
    Hide,
    HideOthers,
    ShowAll,
    FullScreen,
    Minimize,
    Zoom,
}

#[derive(Clone, Copy)]
pub enum Item {
    Act(MenuAction, Caption, Option<&'static str>),
    /// The toolkit's own on Windows and macOS. GTK's does nothing, or is never enabled.
    Editing(Editing, Caption),
    Mac(Mac, Caption),
    /// Our own item: the toolkits' item ends the process without asking about unsent changes, and GTK
    /// has none.
    Quit(Caption),
    Separator,
}

pub const QUIT_KEYS: &str = "CmdOrCtrl+Q";

/// Which menu macOS itself adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Plain,
    Window,
    Help,
}

pub struct Group {
    pub caption: Caption,
    pub role: Role,
    pub items: Vec<Item>,
}

const SETTINGS_KEYS: Option<&str> = Some("CmdOrCtrl+,");

/// The whole menu, top to bottom.
pub fn menu(desktop: Desktop) -> Vec<Group> {
    let group = |caption: Caption, role, items: &[Item]| Group {
        caption,
        role,
        items: items.to_vec(),
    };
    let mac = desktop == Desktop::Mac;
    let mut groups = Vec::new();
    if mac {
        groups.push(group(|_| "Ficha", Role::Plain, &APPLICATION));
    }
    let mut family = FAMILY.to_vec();
    if !mac {
        family.extend(END_OF_FAMILY);
    }
    groups.push(group(|words| words.family, Role::Plain, &family));
    groups.push(group(|words| words.edit, Role::Plain, &EDIT));
    let mut view = VIEW.to_vec();
    if mac {
        let full_screen = Item::Mac(Mac::FullScreen, |words| words.full_screen);
        view.extend([Item::Separator, full_screen]);
    }
    groups.push(group(|words| words.view, Role::Plain, &view));
    if mac {
        groups.push(group(|words| words.window, Role::Window, &WINDOW));
    }
    groups.push(group(|words| words.help, Role::Help, &HELP));
    groups
}

/// macOS calls it by the application's name, whatever it is named here.
const APPLICATION: [Item; 11] = [
    Item::Mac(Mac::About, |words| words.about),
    Item::Separator,
    Item::Act(
        MenuAction::Settings,
        |words| words.settings_mac,
        SETTINGS_KEYS,
    ),
    Item::Separator,
    Item::Mac(Mac::Services, |words| words.services),
    Item::Separator,
    Item::Mac(Mac::Hide, |words| words.hide),
    Item::Mac(Mac::HideOthers, |words| words.hide_others),
    Item::Mac(Mac::ShowAll, |words| words.show_all),
    Item::Separator,
    Item::Quit(|words| words.quit_mac),
];

const FAMILY: [Item; 6] = [
    Item::Act(MenuAction::Find, |words| words.find, Some("CmdOrCtrl+F")),
    Item::Act(
        MenuAction::Review,
        |words| words.review,
        Some("CmdOrCtrl+Enter"),
    ),
    // As an accelerator, Esc would never reach the fields and dialogs of the page.
    Item::Act(MenuAction::Back, |words| words.back, None),
    Item::Act(MenuAction::Print, |words| words.print, Some("CmdOrCtrl+P")),
    Item::Separator,
    Item::Act(MenuAction::Connect, |words| words.connect, None),
];

const END_OF_FAMILY: [Item; 3] = [
    Item::Act(MenuAction::Settings, |words| words.settings, SETTINGS_KEYS),
    Item::Separator,
    Item::Quit(|words| words.quit),
];

const EDIT: [Item; 7] = [
    Item::Editing(Editing::Undo, |words| words.undo),
    Item::Editing(Editing::Redo, |words| words.redo),
    Item::Separator,
    Item::Editing(Editing::Cut, |words| words.cut),
    Item::Editing(Editing::Copy, |words| words.copy),
    Item::Editing(Editing::Paste, |words| words.paste),
    Item::Editing(Editing::SelectAll, |words| words.select_all),
];

const VIEW: [Item; 3] = [
    // The key of the plus sign on most keyboards; the page knows the others.
    Item::Act(
        MenuAction::LargerText,
        |words| words.larger,
        Some("CmdOrCtrl+="),
    ),
    Item::Act(
        MenuAction::SmallerText,
        |words| words.smaller,
        Some("CmdOrCtrl+-"),
    ),
    Item::Act(
        MenuAction::NormalText,
        |words| words.normal,
        Some("CmdOrCtrl+0"),
    ),
];

const WINDOW: [Item; 2] = [
    Item::Mac(Mac::Minimize, |words| words.minimize),
    Item::Mac(Mac::Zoom, |words| words.zoom),
];

const HELP: [Item; 1] = [Item::Act(MenuAction::Help, |words| words.guide, Some("F1"))];

impl Editing {
    #[cfg(any(target_os = "linux", test))]
    pub const ALL: [Self; 6] = [
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::SelectAll,
    ];

    /// As WebKit names the command, and we the item.
    pub fn command(self) -> &'static str {
        match self {
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Cut => "Cut",
            Self::Copy => "Copy",
            Self::Paste => "Paste",
            Self::SelectAll => "SelectAll",
        }
    }

    /// The keys that every program has for it. The web view knows them: as accelerators the page would not
    /// hear of them.
    pub fn keys(self) -> &'static str {
        match self {
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Shift+Z",
            Self::Cut => "Ctrl+X",
            Self::Copy => "Ctrl+C",
            Self::Paste => "Ctrl+V",
            Self::SelectAll => "Ctrl+A",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Desktop, Editing, Group, Item, Mac, QUIT_KEYS, Role, menu};
    use crate::{menu::words::Words, wire::MenuAction};

    const ALL: [Desktop; 3] = [Desktop::Linux, Desktop::Windows, Desktop::Mac];

    fn caption(item: Item, words: &Words) -> &'static str {
        match item {
            Item::Act(_, caption, _)
            | Item::Editing(_, caption)
            | Item::Mac(_, caption)
            | Item::Quit(caption) => caption(words),
            Item::Separator => "-",
        }
    }

    fn captions(groups: &[Group], words: &Words) -> Vec<String> {
        let lines = groups.iter().map(|group| {
            let items = group.items.iter().map(|item| caption(*item, words));
            let items: Vec<&str> = items.collect();
            format!("{}: {}", (group.caption)(words), items.join(", "))
        });
        lines.collect()
    }

    #[test]
    fn macos_has_the_menu_that_people_know_there() {
        assert_eq!(
            captions(&menu(Desktop::Mac), &Words::of("es")),
            [
                "Ficha: Acerca de Ficha, -, Ajustes…, -, Servicios, -, Ocultar Ficha, Ocultar otros, Mostrar todo, \
                 -, Salir de Ficha",
                "Familia: Buscar una familia, Revisar los cambios, Volver (Esc), Imprimir…, -, Conectar una escuela",
                "Edición: Deshacer, Rehacer, -, Cortar, Copiar, Pegar, Seleccionar todo",
                "Ver: Letra más grande, Letra más pequeña, Tamaño normal, -, Pantalla completa",
                "Ventana: Minimizar, Zoom",
                "Ayuda: Ayuda de Ficha",
            ]
        );
    }

    #[test]
    fn windows_and_linux_have_settings_and_quit_with_the_family() {
        for desktop in [Desktop::Linux, Desktop::Windows] {
            let shown = captions(&menu(desktop), &Words::of("en"));
            assert_eq!(
                shown,
                [
                    "Family: Find a family, Review the changes, Back (Esc), Print…, -, Connect a school, Settings, \
                     -, Quit",
                    "Edit: Undo, Redo, -, Cut, Copy, Paste, Select all",
                    "View: Larger text, Smaller text, Normal size",
                    "Help: Ficha Help",
                ]
            );
        }
    }

    #[test]
    fn both_languages_have_a_caption_for_each_and_none_twice_in_a_menu() {
        for desktop in ALL {
            for language in ["es", "en"] {
                let words = Words::of(language);
                for group in menu(desktop) {
                    let items = group.items.iter().map(|item| caption(*item, &words));
                    let items: Vec<&str> = items.filter(|caption| *caption != "-").collect();
                    assert!(items.iter().all(|caption| !caption.is_empty()));
                    let different: HashSet<&str> = items.iter().copied().collect();
                    assert_eq!(different.len(), items.len(), "{items:?}");
                }
            }
        }
    }

    /// As muda has them on macOS.
    fn keys_of(item: Item) -> Option<String> {
        let keys = match item {
            Item::Act(_, _, keys) => keys?,
            Item::Editing(editing, _) => editing.keys(),
            Item::Quit(_) => QUIT_KEYS,
            Item::Mac(Mac::Hide, _) => "Ctrl+H",
            Item::Mac(Mac::HideOthers, _) => "Ctrl+Alt+H",
            Item::Mac(Mac::Minimize, _) => "Ctrl+M",
            Item::Mac(Mac::FullScreen, _) => "Control+Ctrl+F",
            Item::Mac(..) | Item::Separator => return None,
        };
        Some(keys.replace("CmdOrCtrl", "Ctrl"))
    }

    #[test]
    fn no_keys_mean_two_things() {
        for desktop in ALL {
            let items = menu(desktop).into_iter().flat_map(|group| group.items);
            let keys: Vec<String> = items.filter_map(keys_of).collect();
            let different: HashSet<&String> = keys.iter().collect();
            assert_eq!(different.len(), keys.len(), "{desktop:?}: {keys:?}");
        }
    }

    #[test]
    fn every_system_can_do_everything_that_the_page_can() {
        for desktop in ALL {
            let items: Vec<Item> = menu(desktop)
                .into_iter()
                .flat_map(|group| group.items)
                .collect();
            for action in MenuAction::ALL {
                let times = items
                    .iter()
                    .filter(|item| matches!(item, Item::Act(one, ..) if *one == action));
                assert_eq!(times.count(), 1, "{desktop:?}: {action:?}");
            }
            for editing in Editing::ALL {
                let has = |item: &Item| matches!(item, Item::Editing(one, _) if *one == editing);
                assert!(items.iter().any(has), "{desktop:?}: {editing:?}");
            }
            assert!(items.iter().any(|item| matches!(item, Item::Quit(_))));
        }
    }

    #[test]
    fn macos_finds_the_menus_that_it_adds_to() {
        let roles: Vec<Role> = menu(Desktop::Mac).iter().map(|group| group.role).collect();
        assert_eq!(roles[4..], [Role::Window, Role::Help]);
    }
}
