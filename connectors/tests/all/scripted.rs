//! A server on loopback that does exactly what a script says with each request, and remembers what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use connectors::{
    google::{GoogleAds, Options},
    http::Timeouts,
};
use engine::{
    clock::ProcessClock,
    connections::platform::{Access, AccountAddress},
};
use secrecy::SecretString;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::Url;

pub const TOKEN: &str = "ya29.the-access-token";

/// What to do with one request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Answer with this status and body.
    Answer(u16, String),
    /// Answer with these headers besides.
    AnswerWith(u16, &'static str, String),
    /// Announce this much more than is sent, then close.
    CutAnswer(u16, String),
    /// Answer, then close the connection without announcing it.
    AnswerAndClose(u16, String),
    /// Read the request, then close without a word.
    Hang,
    /// Read the request, then keep silent.
    Silence,
    /// Something that is not HTTP.
    Noise,
}

#[derive(Debug, Clone)]
pub struct Heard {
    /// Method and path.
    pub line: String,
    /// Lower case names.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Heard {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
pub struct Scripted {
    pub base: Url,
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<VecDeque<Act>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Scripted {
    pub async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/google", listener.local_addr().unwrap())).unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let script = Arc::new(Mutex::new(acts.into_iter().collect::<VecDeque<_>>()));
        let task = tokio::spawn({
            let (heard, script) = (heard.clone(), script.clone());
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, heard.clone(), script.clone()));
                }
            }
        });
        Self {
            base,
            heard,
            script,
            task,
        }
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// Every act of the script was used.
    pub fn is_done(&self) -> bool {
        self.script.lock().unwrap().is_empty()
    }

    pub fn adapter(&self) -> GoogleAds {
        adapter(&self.base)
    }
}

async fn serve(mut stream: TcpStream, heard: Arc<Mutex<Vec<Heard>>>, script: Arc<Mutex<VecDeque<Act>>>) {
    loop {
        let Some(request) = hear(&mut stream).await else {
            return;
        };
        heard.lock().unwrap().push(request);
        let act = script
            .lock()
            .unwrap()
            .pop_front()
            .expect("the script has an act for every request");
        let answer = |status: u16, more: &str, length: usize, body: &str| {
            format!(
                "HTTP/1.1 {status} X\r\nrequest-id: rid-1\r\n{more}content-length: {length}\r\n\r\n{body}"
            )
        };
        let text = match act {
            Act::Answer(status, body) => answer(status, "", body.len(), &body),
            Act::AnswerWith(status, headers, body) => answer(status, headers, body.len(), &body),
            Act::AnswerAndClose(status, body) => {
                let text = answer(status, "", body.len(), &body);
                stream.write_all(text.as_bytes()).await.unwrap();
                return;
            }
            Act::CutAnswer(status, body) => {
                let text = answer(status, "", body.len() + 100, &body);
                stream.write_all(text.as_bytes()).await.unwrap();
                return;
            }
            Act::Hang => return,
            Act::Silence => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                return;
            }
            Act::Noise => {
                stream.write_all(b"\x16\x03\x01 not http\r\n\r\n").await.unwrap();
                return;
            }
        };
        if stream.write_all(text.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn hear(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let mut lines = head.lines();
    let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, text)| text.parse().unwrap());
    let mut body = bytes[head_end + 4..].to_vec();
    while body.len() < length {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => body.extend_from_slice(&piece[..count]),
        }
    }
    Some(Heard {
        line,
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}

pub fn options(base: &Url) -> Options {
    Options {
        api_base: base.clone(),
        accounts_base: base.clone(),
        oauth_base: base.clone(),
        client_id: "client".to_owned(),
        client_secret: SecretString::from("the-client-secret"),
        developer_token: None,
        process_clock: ProcessClock::system(),
        timeouts: Timeouts {
            connect: Duration::from_millis(400),
            read: Duration::from_millis(400),
            mutate: Duration::from_millis(400),
            token_pause: Duration::from_millis(5),
        },
    }
}

pub fn adapter(base: &Url) -> GoogleAds {
    GoogleAds::new(options(base)).unwrap()
}

pub fn access() -> Access {
    Access {
        token: SecretString::from(TOKEN),
    }
}

pub fn account() -> AccountAddress {
    AccountAddress {
        external_id: "1234567890".to_owned(),
        login_external_id: Some("9999999999".to_owned()),
        currency: "USD".parse().unwrap(),
        time_zone: "America/New_York".to_owned(),
    }
}
