//! One window for each folder of Ficha's files: a second start asks the first to show its window, and ends.
//!
//! The journal's lock decides who works with the files; this only finds the program that holds it. Its address
//! is in the folder, so that another folder is another Ficha, and only those who may read the folder can ask.
//! It is a port of this computer, as practice mode has one: the same on all three systems.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    thread,
    time::Duration,
};

use data_encoding::HEXLOWER;
use desk::JournalError;

const FILE: &str = "window.address";
/// Windows takes two seconds to say that nobody listens.
const CONNECT: Duration = Duration::from_millis(500);
const ANSWER: Duration = Duration::from_secs(2);
/// Between two looks at whether the folder is free.
pub const PAUSE: Duration = Duration::from_millis(50);
/// How often it is looked, so that a window that is just being closed or opened does not count as another
/// person's.
const LOOKS: u32 = 40;
const LONGEST: u64 = 4096;

/// What the running program is asked with, and what it answers: a program that took over the port of one that
/// crashed knows neither.
struct Address {
    port: u16,
    ask: String,
    answer: String,
}

impl Address {
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(FILE)).ok()?;
        let mut parts = text.split_whitespace().map(str::to_owned);
        Some(Self {
            port: parts.next()?.parse().ok()?,
            ask: parts.next()?,
            answer: parts.next()?,
        })
    }

    fn write(&self, folder: &Path) -> io::Result<()> {
        let file = folder.join(FILE);
        leave(folder);
        let mut options = OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let line = format!("{} {} {}\n", self.port, self.ask, self.answer);
        options.open(file)?.write_all(line.as_bytes())
    }

    fn ring(&self, activation: &str) -> io::Result<bool> {
        let mut stream =
            TcpStream::connect_timeout(&(Ipv4Addr::LOCALHOST, self.port).into(), CONNECT)?;
        stream.set_read_timeout(Some(ANSWER))?;
        stream.set_write_timeout(Some(ANSWER))?;
        stream.write_all(format!("{} {activation}\n", self.ask).as_bytes())?;
        Ok(line(&stream)?.trim_end() == self.answer)
    }
}

/// Asks the program that works with this folder to show its window; whether it did. `activation` is what the
/// desktop gave this start so that a window may come to the front.
pub fn ask(folder: &Path, activation: &str) -> bool {
    Address::read(folder).is_some_and(|there| there.ring(activation).unwrap_or(false))
}

/// Answers those who [`ask`], for as long as the program runs. `show` shows the window, and says whether there
/// is one.
///
/// # Errors
/// If the system has no port or no thread to give, or the folder takes no file.
pub fn listen(folder: &Path, show: impl Fn(&str) -> bool + Send + 'static) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut words = [[0; 16]; 2];
    for word in &mut words {
        getrandom::fill(word).map_err(io::Error::other)?;
    }
    let [ask, answer] = words.map(|word| HEXLOWER.encode(&word));
    let address = Address {
        port: listener.local_addr()?.port(),
        ask,
        answer,
    };
    address.write(folder)?;
    thread::Builder::new()
        .name("instance".to_owned())
        .spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever asked waits no longer, and the next one may succeed.
                let _ = answer_one(&address, stream, &show);
            }
        })?;
    Ok(())
}

fn answer_one(
    address: &Address,
    mut stream: TcpStream,
    show: &impl Fn(&str) -> bool,
) -> io::Result<()> {
    stream.set_read_timeout(Some(ANSWER))?;
    let asked = line(&stream)?;
    let (ask, activation) = asked.split_once(' ').unwrap_or((&asked, ""));
    if ask == address.ask && show(activation.trim_end()) {
        stream.write_all(format!("{}\n", address.answer).as_bytes())?;
    }
    Ok(())
}

fn line(stream: &TcpStream) -> io::Result<String> {
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut line)?;
    Ok(line)
}

/// Nobody finds this program any more.
pub fn leave(folder: &Path) {
    // Where it stays, nobody answers.
    let _ = fs::remove_file(folder.join(FILE));
}

/// Opens the files once they are free. `shown` asks the program that has them to show its window; where it did,
/// `end` ends this one. `pause` comes before another look.
///
/// # Errors
/// As `open` has them.
pub fn open_alone<T>(
    mut open: impl FnMut() -> Result<T, JournalError>,
    mut shown: impl FnMut() -> bool,
    end: impl FnOnce(),
    pause: impl Fn(),
) -> Result<T, JournalError> {
    for _ in 0..LOOKS {
        let opened = open();
        if !matches!(opened, Err(JournalError::AlreadyOpen)) {
            return opened;
        }
        if shown() {
            end();
            return opened;
        }
        pause();
    }
    open()
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        net::{Ipv4Addr, TcpListener},
        sync::mpsc,
        thread,
    };

    use desk::JournalError;

    use super::{Address, ask, leave, listen, open_alone};

    #[test]
    fn the_first_is_asked_with_what_the_desktop_gave_the_second() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!ask(folder.path(), ""), "nobody is there yet");
        let (shown, shows) = mpsc::channel();
        listen(folder.path(), move |activation| {
            shown.send(activation.to_owned()).unwrap();
            true
        })
        .unwrap();
        assert!(ask(folder.path(), "desktop_TIME42"));
        assert!(ask(folder.path(), ""));
        assert_eq!(shows.recv().unwrap(), "desktop_TIME42");
        assert_eq!(shows.recv().unwrap(), "");
        leave(folder.path());
        assert!(!ask(folder.path(), ""));
    }

    #[test]
    fn another_folder_is_another_ficha() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        listen(one.path(), |_| true).unwrap();
        assert!(!ask(other.path(), ""));
    }

    #[test]
    fn one_whose_window_is_gone_does_not_count_as_there() {
        let folder = tempfile::tempdir().unwrap();
        listen(folder.path(), |_| false).unwrap();
        assert!(!ask(folder.path(), ""));
    }

    #[test]
    fn who_does_not_know_the_word_shows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (shown, shows) = mpsc::channel();
        listen(folder.path(), move |_| shown.send(()).is_ok()).unwrap();
        let mut address = Address::read(folder.path()).unwrap();
        let known = std::mem::replace(&mut address.ask, "a guess".to_owned());
        assert!(!address.ring("").unwrap());
        address.ask = known;
        assert!(address.ring("").unwrap());
        assert_eq!(shows.iter().take(1).count(), 1);
        assert!(shows.try_recv().is_err());
    }

    #[test]
    fn a_program_that_took_the_port_of_one_that_crashed_is_not_it() {
        let folder = tempfile::tempdir().unwrap();
        let stranger = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = Address {
            port: stranger.local_addr().unwrap().port(),
            ask: "one".to_owned(),
            answer: "two".to_owned(),
        };
        address.write(folder.path()).unwrap();
        let echo = thread::spawn(move || {
            let (mut stream, _) = stranger.accept().unwrap();
            std::io::copy(&mut stream.try_clone().unwrap(), &mut stream)
        });
        assert!(!ask(folder.path(), ""));
        drop(echo);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_word() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        listen(folder.path(), |_| true).unwrap();
        let file = std::fs::metadata(folder.path().join(super::FILE)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn files_that_are_just_being_closed_are_waited_for() {
        let left = Cell::new(3);
        let open = || match left.replace(left.get() - 1) {
            0 => Ok("open"),
            _ => Err(JournalError::AlreadyOpen),
        };
        let opened = open_alone(open, || false, || panic!("it has the files"), || ());
        assert_eq!(opened, Ok("open"));
    }

    #[test]
    fn a_start_at_the_same_moment_finds_the_other_once_it_answers() {
        let (looks, ended) = (Cell::new(0), Cell::new(false));
        let shown = || looks.replace(looks.get() + 1) == 2;
        let opened = open_alone(
            || Err::<(), _>(JournalError::AlreadyOpen),
            shown,
            || ended.set(true),
            || (),
        );
        assert_eq!(opened, Err(JournalError::AlreadyOpen));
        assert!(ended.get());
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said_at_once() {
        let opened = open_alone(
            || Err::<(), _>(JournalError::Damaged),
            || panic!("nobody is asked"),
            || (),
            || (),
        );
        assert_eq!(opened, Err(JournalError::Damaged));
    }
}
