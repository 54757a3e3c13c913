// What test_media_chromium.py lets its page do: a connection as the desk makes it, and an ear.
const CODECS = ["audio/PCMA", "audio/PCMU", "audio/telephone-event"];
let connection, transceiver, context, analyser;

async function offer() {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  connection.ontrack = (event) => listen(new MediaStream([event.track]));
  transceiver = connection.addTransceiver(stream.getAudioTracks()[0], { direction: "sendrecv", streams: [stream] });
  const known = RTCRtpReceiver.getCapabilities("audio").codecs;
  transceiver.setCodecPreferences(
    CODECS.flatMap((type) => known.filter((codec) => codec.mimeType === type && codec.clockRate === 8000)),
  );
  await connection.setLocalDescription();
  return connection.localDescription.sdp;
}

function answer(sdp) {
  return connection.setRemoteDescription({ type: "answer", sdp });
}

async function restart() {
  connection.restartIce();
  await connection.setLocalDescription();
  return connection.localDescription.sdp;
}

function listen(stream) {
  const loudspeaker = new Audio();
  loudspeaker.srcObject = stream;
  loudspeaker.play();
  context = new AudioContext();
  forget();
  context.createMediaStreamSource(stream).connect(analyser);
}

function forget() {
  const before = analyser;
  analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  before?.connect(analyser);
}

function loudest() {
  if (!analyser) return 0;
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  const at = levels.indexOf(Math.max(...levels));
  return levels[at] > -60 ? (at * context.sampleRate) / analyser.fftSize : 0;
}

function press(key) {
  transceiver.sender.dtmf.insertDTMF(key, 120);
}
