//! What wry leaves to the app of Windows' web view: its settings, and the end of its processes. COM can be
//! called only with `unsafe`, which no other crate here may use; on other systems this one is empty.

#![cfg(windows)]

use webview2_com::{
    Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PROCESS_FAILED_KIND, COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED, ICoreWebView2Controller,
        ICoreWebView2Settings3, ICoreWebView2Settings4,
    },
    ProcessFailedEventHandler,
};
use windows_core::{Interface as _, Result};

/// Which of its processes ended. The others start again by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The page's: the web view can load it again.
    Page,
    /// The web view's own: nothing can be done with it any more.
    WebView,
}

impl Ended {
    fn of(kind: COREWEBVIEW2_PROCESS_FAILED_KIND) -> Option<Self> {
        match kind {
            COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED => Some(Self::Page),
            COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED => Some(Self::WebView),
            _ => None,
        }
    }
}

/// Saves no password, and, without `browser_keys`, leaves the browser's own keys (reload, print, find, developer
/// tools) to the page.
///
/// # Errors
/// WebView2's own. A runtime that is too old to know a setting is none.
#[expect(unsafe_code, reason = "COM")]
pub fn set_up(controller: &ICoreWebView2Controller, browser_keys: bool) -> Result<()> {
    // SAFETY: these are calls of COM objects that are alive, on the thread that made them.
    unsafe {
        let settings = controller.CoreWebView2()?.Settings()?;
        if let Ok(settings) = settings.cast::<ICoreWebView2Settings3>() {
            settings.SetAreBrowserAcceleratorKeysEnabled(browser_keys)?;
        }
        if let Ok(settings) = settings.cast::<ICoreWebView2Settings4>() {
            settings.SetIsPasswordAutosaveEnabled(false)?;
        }
    }
    Ok(())
}

/// Calls `ended` whenever the page or the web view goes. It is called inside WebView2's event, so that it may do
/// nothing to the web view itself.
///
/// # Errors
/// WebView2's own.
#[expect(unsafe_code, reason = "COM")]
pub fn on_end(controller: &ICoreWebView2Controller, ended: impl Fn(Ended) + 'static) -> Result<()> {
    let handler = ProcessFailedEventHandler::create(Box::new(move |_, failure| {
        let Some(failure) = failure else {
            return Ok(());
        };
        let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
        // SAFETY: WebView2 keeps the event's arguments alive while it is handled.
        unsafe { failure.ProcessFailedKind(&mut kind)? };
        if let Some(which) = Ended::of(kind) {
            ended(which);
        }
        Ok(())
    }));
    let mut token = 0;
    // SAFETY: as in `set_up`; the token is written before the call returns.
    unsafe {
        controller
            .CoreWebView2()?
            .add_ProcessFailed(&handler, &mut token)
    }
}

#[cfg(test)]
mod tests {
    use webview2_com::Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_GPU_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED,
        COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE,
    };

    use super::Ended;

    #[test]
    fn only_the_page_and_the_web_view_do_not_come_back_by_themselves() {
        let of = Ended::of;
        assert_eq!(
            of(COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED),
            Some(Ended::Page)
        );
        assert_eq!(
            of(COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED),
            Some(Ended::WebView)
        );
        for other in [
            COREWEBVIEW2_PROCESS_FAILED_KIND_GPU_PROCESS_EXITED,
            // Slow is not dead.
            COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE,
        ] {
            assert_eq!(of(other), None);
        }
    }
}
