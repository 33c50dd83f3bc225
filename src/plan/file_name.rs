//! Which names a note can have on every system that a vault is synchronised to.

use crate::resolve::unlinkable_reason;
use crate::vault::VaultPath;

use super::Refusal;

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Checks the last segment of `path`, without its `.md`, as a name for a note or an attachment.
///
/// # Errors
/// What is wrong with it: it cannot be linked (R20), or Windows, macOS or Linux would not take it.
pub fn check_name(path: &VaultPath) -> Result<(), Refusal> {
    let (name, stem) = (path.name(), path.stem());
    let refuse = |why: String| Err(Refusal(format!("\"{stem}\" cannot be the name of a note: {why}")));
    if let Some(mark) = unlinkable_reason(stem) {
        return refuse(format!("it holds \"{mark}\", and no wikilink can hold that"));
    }
    if let Some(bad) = stem.chars().find(|c| "<>\"\\?*".contains(*c)) {
        return refuse(format!("it holds \"{bad}\", which Windows does not take"));
    }
    if stem.chars().any(char::is_control) {
        return refuse("it holds a control character".to_owned());
    }
    if stem != stem.trim() {
        return refuse("it begins or ends with a space".to_owned());
    }
    if stem.starts_with('.') {
        return refuse("it begins with a dot, which hides it".to_owned());
    }
    if stem.ends_with('.') {
        return refuse("it ends with a dot, which Windows does not take".to_owned());
    }
    let device = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if DEVICES.contains(&device.as_str()) {
        return refuse("Windows keeps it for a device".to_owned());
    }
    if name.len() > 255 {
        return refuse(format!("it takes {} bytes, and 255 is the most", name.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &str) -> Option<String> {
        check_name(&VaultPath::new(path).unwrap()).err().map(|refusal| refusal.0)
    }

    #[test]
    fn r20_a_name_that_no_link_can_hold_is_refused() {
        for name in ["C#.md", "a|b.md", "a^b.md", "a: b.md", "a[[b.md", "a]]b.md", "a%%b.md"] {
            assert!(refusal(name).is_some_and(|why| why.contains("no wikilink can hold")), "{name}");
        }
    }

    #[test]
    fn names_that_some_system_does_not_take_are_refused() {
        for name in [
            "a?.md",
            "a*.md",
            "a\"b.md",
            "con.md",
            "LPT1.md",
            " a.md",
            "a .md",
            "a..md",
            ".a.md",
            "a\u{7}.md",
        ] {
            assert!(refusal(name).is_some(), "{name}");
        }
        assert_eq!(refusal(&format!("{}.md", "x".repeat(252))), None);
        assert!(refusal(&format!("{}.md", "x".repeat(253))).is_some());
    }

    #[test]
    fn ordinary_names_are_fine() {
        for name in [
            "v1.2.md",
            "日本語 💡.md",
            "it's a (note), really!.md",
            "folder/console.md",
            "e\u{301}.md",
            "a.png",
        ] {
            assert_eq!(refusal(name), None, "{name}");
        }
    }
}
