// What a test may see and do inside a desk's page that a person does with ears and hands: hear what is played,
// pull out the headset, look away from the window, cut the network. Put into each page before its own scripts.
(() => {
  const players = new Set();
  const microphones = [];
  const connections = [];
  const sockets = [];
  const notifications = [];
  const sounds = [];
  let plugged = true;
  let network = true;
  let hidden = false;
  let ear = null;

  const described = (name, get) => Object.defineProperty(document, name, { configurable: true, get });
  described("hidden", () => hidden);
  described("visibilityState", () => (hidden ? "hidden" : "visible"));

  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    ...source,
    set(stream) {
      players.add(this);
      source.set.call(this, stream);
    },
  });
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (this.srcObject === null) sounds.push("element");
    return play.call(this);
  };
  for (const kind of [OscillatorNode, AudioBufferSourceNode]) {
    const start = kind.prototype.start;
    kind.prototype.start = function (...when) {
      sounds.push(kind.name);
      return start.apply(this, when);
    };
  }

  const devices = navigator.mediaDevices;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      if (!plugged) throw new DOMException("no device", "NotFoundError");
      const stream = await ask(wish);
      microphones.push(...stream.getAudioTracks());
      return stream;
    };
    const list = devices.enumerateDevices.bind(devices);
    devices.enumerateDevices = async () => (plugged ? list() : []);
  }

  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(...words) {
      super(...words);
      connections.push(this);
    }
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...words) {
      super(...words);
      this.heard = [];
      this.addEventListener("message", (event) => this.heard.push(event.data));
      sockets.push(this);
      if (!network) this.close();
    }
  };

  const Shown = window.Notification;
  window.Notification = class extends Shown {
    constructor(title, options) {
      super(title, options);
      notifications.push(title);
    }
  };

  function playing() {
    return [...players].filter((player) => player.srcObject?.active && !player.paused && !player.muted && player.volume > 0);
  }

  function listen() {
    const stream = playing().at(-1)?.srcObject;
    if (stream === undefined) return null;
    if (ear?.stream !== stream) {
      ear?.context.close();
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 16384;
      context.createMediaStreamSource(stream).connect(analyser);
      ear = { stream, context, analyser };
    }
    const samples = new Float32Array(ear.analyser.fftSize);
    ear.analyser.getFloatTimeDomainData(samples);
    return { rate: ear.context.sampleRate, samples };
  }

  function decibels(amplitude) {
    return 20 * Math.log10(Math.max(amplitude, 1e-6));
  }

  window.lurTest = {
    connections,
    sockets,
    notifications,
    sounds,
    // How strong a frequency is in the last third of a second that is played, and all sound together, in dB below
    // full scale; null when nothing is played at all.
    hears(hz) {
      const heard = listen();
      if (heard === null) return null;
      const turn = 2 * Math.cos((2 * Math.PI * hz) / heard.rate);
      let before = 0;
      let last = 0;
      let energy = 0;
      for (const sample of heard.samples) {
        [before, last] = [last, sample + turn * last - before];
        energy += sample * sample;
      }
      const power = last * last + before * before - turn * last * before;
      const count = heard.samples.length;
      return { tone: decibels((2 * Math.sqrt(Math.max(power, 0))) / count), all: decibels(Math.sqrt((2 * energy) / count)) };
    },
    // What names the present path of the connection: an ICE restart gives another.
    path: () => /a=ice-ufrag:(\S+)/.exec(connections.at(-1).currentLocalDescription.sdp)[1],
    capturing: () => microphones.filter((track) => track.readyState === "live").length,
    unplug() {
      plugged = false;
      for (const track of microphones.filter((each) => each.readyState === "live")) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
      devices.dispatchEvent(new Event("devicechange"));
    },
    plug() {
      plugged = true;
      devices.dispatchEvent(new Event("devicechange"));
    },
    look(away) {
      hidden = away;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    cut() {
      network = false;
      for (const socket of sockets) socket.close();
    },
    mend() {
      network = true;
      window.dispatchEvent(new Event("online"));
    },
    say(message) {
      sockets.at(-1).send(typeof message === "string" ? message : JSON.stringify(message));
    },
    told(type) {
      return sockets.flatMap((socket) => socket.heard.map((text) => JSON.parse(text))).filter((each) => each.type === type);
    },
  };
})();
