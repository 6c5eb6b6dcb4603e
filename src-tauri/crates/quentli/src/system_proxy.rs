//! The proxy that Windows is set to, and configuration scripts, which only browsers run.
//!
//! The environment's variables and macOS's own setting are read by the HTTP library. It reads Windows' too,
//! but knows only one proxy for everything: where there is one for each protocol, it goes direct.

use hyper_util::client::proxy::matcher::Matcher;

use crate::Server;

/// A setting that names a script instead of a proxy. It is not run: what it would answer has to be asked of
/// whoever looks after the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProxyScript {
    /// At this address (PAC).
    At(String),
    /// Looked for on the network (WPAD), as Windows does unless told otherwise.
    Searched,
}

/// The script that the system is set to, if any.
#[must_use]
pub fn proxy_script() -> Option<ProxyScript> {
    system::script()
}

/// What Windows stores under "Internet Settings".
#[cfg(any(windows, test))]
#[derive(Debug, Default)]
struct InternetSettings {
    /// `ProxyEnable`
    enabled: bool,
    /// `ProxyServer`: `host:port`, or `http=host:port;https=host:port`
    servers: String,
    /// `ProxyOverride`: patterns of hosts that are reached directly
    direct: String,
    /// `AutoConfigURL`
    script: String,
    /// The flags of `DefaultConnectionSettings`
    flags: u8,
}

/// <https://learn.microsoft.com/en-us/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa385145(v=vs.85)>
#[cfg(any(windows, test))]
const AUTO_DETECT: u8 = 0x08;

#[cfg(any(windows, test))]
impl InternetSettings {
    /// The proxy to an https server, as `host:port` or with a scheme.
    fn proxy_to(&self, host: &str) -> Option<&str> {
        let goes_direct = || {
            self.direct
                .split(';')
                .any(|one| is_direct(one.trim(), host))
        };
        if !self.enabled || goes_direct() {
            return None;
        }
        let mut entries = self
            .servers
            .split([';', ' '])
            .filter(|entry| !entry.is_empty());
        if !self.servers.contains('=') {
            return entries.next();
        }
        entries.find_map(|entry| entry.trim().strip_prefix("https="))
    }

    fn script(&self) -> Option<ProxyScript> {
        if !self.script.is_empty() {
            return Some(ProxyScript::At(self.script.clone()));
        }
        (self.flags & AUTO_DETECT != 0).then_some(ProxyScript::Searched)
    }
}

/// Whether a pattern such as `*.example.com`, `10.*` or `<local>` stands for the host.
#[cfg(any(windows, test))]
fn is_direct(pattern: &str, host: &str) -> bool {
    if pattern.eq_ignore_ascii_case("<local>") {
        return !host.contains('.');
    }
    let pattern = pattern
        .rsplit("://")
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let host = host.to_lowercase();
    let mut parts = pattern.split('*');
    let Some(mut rest) = host.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    match last {
        None => rest.is_empty() && !pattern.is_empty(),
        Some(part) => part.is_empty() || host.ends_with(part),
    }
}

/// Knows the proxy to the server that the environment names, or else the system.
pub(crate) fn matcher(server: &Server) -> Matcher {
    #[cfg(windows)]
    {
        const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        let is_named = VARIABLES
            .iter()
            .any(|name| std::env::var_os(name).is_some());
        if let (false, Some(settings)) = (is_named, system::settings()) {
            let proxy = settings.proxy_to(server.host()).unwrap_or_default();
            return Matcher::builder().all(proxy).build();
        }
    }
    let _ = server;
    Matcher::from_system()
}

#[cfg(windows)]
mod system {
    use windows_registry::CURRENT_USER;

    use super::{InternetSettings, ProxyScript};

    const PATH: &str = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings";

    pub(super) fn settings() -> Option<InternetSettings> {
        /// Behind the format's version and a counter.
        const FLAGS: usize = 8;
        let settings = CURRENT_USER.open(PATH).ok()?;
        let text = |name| settings.get_string(name).unwrap_or_default();
        let connection = settings.open("Connections").ok();
        let flags = connection
            .and_then(|key| key.get_value("DefaultConnectionSettings").ok())
            .and_then(|value| value.get(FLAGS).copied());
        Some(InternetSettings {
            enabled: settings.get_u32("ProxyEnable").unwrap_or(0) != 0,
            servers: text("ProxyServer"),
            direct: text("ProxyOverride"),
            script: text("AutoConfigURL"),
            flags: flags.unwrap_or(0),
        })
    }

    pub(super) fn script() -> Option<ProxyScript> {
        settings()?.script()
    }
}

#[cfg(target_os = "macos")]
mod system {
    use system_configuration::{
        core_foundation::{
            base::CFType, dictionary::CFDictionary, number::CFNumber, string::CFString,
        },
        dynamic_store::SCDynamicStoreBuilder,
    };

    use super::ProxyScript;

    pub(super) fn script() -> Option<ProxyScript> {
        let store = SCDynamicStoreBuilder::new("ficha").build()?;
        let proxies = store.get_proxies()?;
        let is_on = |name| number(&proxies, name) == Some(1);
        if is_on("ProxyAutoConfigEnable") {
            return Some(ProxyScript::At(
                text(&proxies, "ProxyAutoConfigURLString").unwrap_or_default(),
            ));
        }
        is_on("ProxyAutoDiscoveryEnable").then_some(ProxyScript::Searched)
    }

    fn number(proxies: &CFDictionary<CFString, CFType>, name: &'static str) -> Option<i32> {
        proxies
            .find(CFString::from_static_string(name))?
            .downcast::<CFNumber>()?
            .to_i32()
    }

    fn text(proxies: &CFDictionary<CFString, CFType>, name: &'static str) -> Option<String> {
        let text = proxies
            .find(CFString::from_static_string(name))?
            .downcast::<CFString>()?;
        Some(text.to_string())
    }
}

/// Elsewhere programs go by the environment's variables, which name no script.
#[cfg(not(any(windows, target_os = "macos")))]
mod system {
    pub(super) fn script() -> Option<super::ProxyScript> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "api.quentli.com";

    fn set(servers: &str, direct: &str) -> InternetSettings {
        InternetSettings {
            enabled: true,
            servers: servers.to_owned(),
            direct: direct.to_owned(),
            ..InternetSettings::default()
        }
    }

    #[test]
    fn each_protocol_may_have_a_proxy_of_its_own() {
        for (servers, proxy) in [
            ("proxy.escuela.mx:8080", Some("proxy.escuela.mx:8080")),
            (
                "http://proxy.escuela.mx:8080",
                Some("http://proxy.escuela.mx:8080"),
            ),
            ("http=a:1;https=b:2", Some("b:2")),
            ("http=a:1;https=b:2;ftp=c:3;socks=d:4", Some("b:2")),
            ("https=http://b:2 http=a:1", Some("http://b:2")),
            ("http=a:1", None),
            ("socks=d:4", None),
            ("", None),
        ] {
            assert_eq!(set(servers, "").proxy_to(API), proxy, "{servers}");
        }
        let off = InternetSettings {
            enabled: false,
            ..set("proxy.escuela.mx:8080", "")
        };
        assert_eq!(off.proxy_to(API), None);
    }

    #[test]
    fn hosts_that_are_reached_directly_have_no_proxy() {
        for direct in [
            "*.quentli.com",
            "localhost; *.QUENTLI.com",
            "https://api.quentli.com",
            "api.*",
            "*",
            "api.*.com",
        ] {
            assert_eq!(set("a:1", direct).proxy_to(API), None, "{direct}");
        }
        for direct in [
            "<local>",
            "*.quentli.co",
            "quentli.com",
            "10.*",
            "api",
            "*.mx;",
            "",
        ] {
            assert_eq!(set("a:1", direct).proxy_to(API), Some("a:1"), "{direct}");
        }
        assert_eq!(set("a:1", "<local>").proxy_to("servidor"), None);
        assert_eq!(set("a:1", "10.*").proxy_to("10.1.2.3"), None);
    }

    #[test]
    fn a_script_is_noticed_and_its_address_comes_first() {
        let with = |script: &str, flags| InternetSettings {
            script: script.to_owned(),
            flags,
            ..InternetSettings::default()
        };
        let address = "http://wpad.escuela.mx/proxy.pac";
        assert_eq!(
            with(address, 0x0d).script(),
            Some(ProxyScript::At(address.to_owned()))
        );
        assert_eq!(with("", 0x09).script(), Some(ProxyScript::Searched));
        assert_eq!(with("", 0x01).script(), None);
    }

    /// Windows' pattern is a glob; hosts are compared without case.
    #[test]
    fn a_pattern_with_two_stars_needs_its_parts_in_order() {
        assert!(is_direct("*.a.*.b", "x.a.y.b"));
        assert!(!is_direct("*.b.*.a", "x.a.y.b"));
        assert!(!is_direct("", "x.a"));
    }
}
